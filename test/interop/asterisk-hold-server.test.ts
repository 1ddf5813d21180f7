// Proves with real Asterisk as the music server that baresip hears it on hold, and the phone's own file when the server has hung up. baresip
// calls the phone itself, so that no server in between puts in music of its own.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';
import { writeWav } from '../support/wav-file.ts';
import { asteriskCommand, startAsterisk } from './rig/asterisk.ts';
import { number, toneHz } from './rig/asterisk-configuration.ts';
import { Baresip } from './rig/baresip.ts';
import { hangUp, sleep } from './rig/calls.ts';
import { phoneAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { Site } from './rig/site.ts';
import { audioPackets, soundOf } from './rig/wire-rtp.ts';

const tones = { voice: 1000, own: 1300, server: toneHz.musicOnHold } as const;
const names = Object.keys(tones) as readonly (keyof typeof tones)[];

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startAsterisk(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

/** Asterisk has so many calls. */
function channels(count: number): Promise<void> {
  return eventually(async () =>
    assert.match(await asteriskCommand('core show channels count'), new RegExp(`^${count} active call`, 'm')),
  );
}

test('baresip on hold hears the music of the line’s server, and that of the phone when the server has gone', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'hold-server-'));
  writeFileSync(join(dataDirectory, 'moh.wav'), writeWav({ sampleRateHz: 8000, samples: sine(tones.own, -16, 8000, 1000) }));
  await using baresip = await Baresip.start(site.lan, site.directory, {
    user: user.baresip,
    transport: 'udp',
    answers: 'auto',
    toneHz: 600,
  });
  const params = { 'voip/line/0/music_on_hold_server': number.music, 'voip/signalling/sip/direct_ip_calls/enabled': 1 };
  await using phone = await site.phone({ user: user.phone, toneHz: tones.voice, dataDirectory, params });
  await using capture = await site.capture();
  baresip.command('dial', `sip:${user.phone}@${phoneAddress}:5060`);
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await phone.waitForScreen('call');
  await sleep(1000);
  await phone.softKey('hold');
  await phone.waitForScreen('held');
  await channels(1);
  await sleep(1500);
  await asteriskCommand('channel request hangup all');
  await channels(0);
  await sleep(1000);
  // And again, until somebody talks.
  await phone.softKey('resume');
  await phone.waitForScreen('call');
  await sleep(1000);
  await phone.softKey('hold');
  await phone.waitForScreen('held');
  await channels(1);
  await sleep(1500);
  await phone.softKey('resume');
  await channels(0);
  await sleep(1000);
  await hangUp(phone);
  await baresip.waitForEvent('CALL_CLOSED');
  await capture.stop();
  // baresip records nothing while it is held; what came to it the wire has.
  const packets = await audioPackets(capture, 'phone');
  const { samples, sampleRateHz } = soundOf(packets.filter(({ port }) => port === packets[0]?.port));
  const block = sampleRateHz / 5;
  const heard = Array.from({ length: Math.floor(samples.length / block) }, (_, index) => {
    const part = samples.subarray(index * block, (index + 1) * block);
    const loud = names.filter((name) => toneLevel(part, sampleRateHz, tones[name]) > -20);
    const quiet = names.filter((name) => toneLevel(part, sampleRateHz, tones[name]) < -45);
    return loud.length === 1 && quiet.length === 2 ? loud[0] : undefined;
  }).filter((what) => what !== undefined);
  const turns = heard.filter((what, index) => what !== heard[index - 1]).join(' ');
  assert.match(turns, /^voice (own )?server own voice (own )?server (own )?voice$/);
});

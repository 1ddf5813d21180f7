// Proves with real baresip through Kamailio that who is put on hold hears the phone's music.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sine, toneLevel } from '../support/tone-meter.ts';
import { writeWav } from '../support/wav-file.ts';
import { Baresip } from './rig/baresip.ts';
import { dial, hangUp, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { Site } from './rig/site.ts';
import { audioPackets, soundOf } from './rig/wire-rtp.ts';

const musicHz = 700;
const voiceHz = 1000;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

test('baresip on hold hears the file of the phone, and its person before and after', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'music-'));
  writeFileSync(join(dataDirectory, 'moh.wav'), writeWav({ sampleRateHz: 8000, samples: sine(musicHz, -20, 8000, 1000) }));
  const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: 600 } as const;
  await using baresip = await Baresip.start(site.lan, site.directory, options);
  await using phone = await site.phone({ user: user.phone, toneHz: voiceHz, dataDirectory });
  await using capture = await site.capture();
  await dial(phone, user.baresip);
  await phone.waitForScreen('call');
  await sleep(1000);
  await phone.softKey('hold');
  await phone.waitForScreen('held');
  await sleep(2000);
  await phone.softKey('resume');
  await phone.waitForScreen('call');
  await sleep(1000);
  await hangUp(phone);
  await baresip.waitForEvent('CALL_CLOSED');
  await capture.stop();
  // baresip records nothing while it is held; what came to it the wire has.
  const { samples, sampleRateHz } = soundOf(await audioPackets(capture, 'phone'));
  const quarter = sampleRateHz / 4;
  const heard = Array.from({ length: Math.floor(samples.length / quarter) }, (_, index) => {
    const part = samples.subarray(index * quarter, (index + 1) * quarter);
    if (Math.abs(toneLevel(part, sampleRateHz, musicHz) + 20) < 1 && toneLevel(part, sampleRateHz, voiceHz) < -50) return 'music';
    return toneLevel(part, sampleRateHz, voiceHz) > -20 && toneLevel(part, sampleRateHz, musicHz) < -50 ? 'voice' : '';
  }).filter((what) => what !== '');
  assert.deepEqual(
    heard.filter((what, index) => what !== heard[index - 1]),
    ['voice', 'music', 'voice'],
  );
});

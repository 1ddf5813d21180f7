// Proves conferences with parties that are not ours: baresip through Kamailio hears the two others and not itself; hanging up joins the
// two others through Asterisk, by REFER with Replaces; Asterisk's own conference takes everybody in; sox reads what was recorded.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { toneLevel } from '../support/tone-meter.ts';
import type { Sound } from '../support/wav-file.ts';
import { startAsterisk } from './rig/asterisk.ts';
import { number } from './rig/asterisk-configuration.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const annHz = 1000;
const benHz = 800;
const cleoHz = 1300;
const baresipHz = 600;
const spokenDbov = -16;

function levelsOf({ samples, sampleRateHz }: Sound): (hz: number) => number {
  return (hz) => toneLevel(samples, sampleRateHz, hz);
}

/** Each of the two others as loud as it spoke; itself at least 30 dB below that. */
function assertHeard(sound: Sound, others: readonly number[], itself: number): void {
  const level = levelsOf(sound);
  for (const hz of others) assert.ok(Math.abs(level(hz) - spokenDbov) < 1.5, `${hz} Hz at ${level(hz)} dBov`);
  assert.ok(level(itself) < spokenDbov - 30, `itself, ${itself} Hz, at ${level(itself)} dBov`);
}

async function assertHearsBoth(phone: SimulatedPhone, others: readonly number[], itself: number): Promise<void> {
  await eventually(async () => assertHeard(await phone.hear('earpiece', 1), others, itself));
}

/** Ben, who is in a call, calls one more and presses the key again. */
async function callIn(ben: SimulatedPhone, number: string, answers: () => Promise<void>): Promise<void> {
  await ben.press('conference');
  await ben.waitForScreen('consult');
  await ben.type(number);
  await ben.softKey('dial');
  await answers();
  await ben.waitFor('the offer to join', async () =>
    (await ben.screen()).softkeys.some((key) => key.action === 'conference') ? true : undefined,
  );
  await ben.softKey('conference');
  await ben.waitForScreen('conference');
}

test('B-38: baresip, our phone and another of ours hear each other, and none itself', async () => {
  await using site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  await using baresip = await Baresip.start(site.lan, site.directory, {
    user: user.baresip,
    transport: 'udp',
    answers: 'auto',
    toneHz: baresipHz,
  });
  await using ben = await site.phone({ user: user.secondPhone, toneHz: benHz, port: 5070 });
  await using cleo = await site.phone({ user: user.thirdPhone, toneHz: cleoHz, port: 5080 });
  await using capture = await site.capture();
  await dial(ben, user.thirdPhone);
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await assertHears(ben, cleoHz);
  await callIn(ben, user.baresip, () => assertHears(ben, baresipHz));
  await assertHearsBoth(ben, [cleoHz, baresipHz], benHz);
  await assertHearsBoth(cleo, [benHz, baresipHz], cleoHz);
  // Cleo talks on while Ben listens for what baresip hears last.
  await cleo.hear('earpiece', 2);
  await ben.softKey('manage');
  await ben.press('down');
  await ben.softKey('drop');
  await baresip.waitForEvent('CALL_CLOSED');
  const { samples, sampleRateHz } = baresip.heard();
  const end = samples.length - Math.round(0.3 * sampleRateHz);
  assertHeard({ sampleRateHz, samples: samples.subarray(end - sampleRateHz, end) }, [benHz, cleoHz], baresipHz);
  await assertHears(cleo, benHz);
  await hangUp(cleo);
  await assertSoundSip(capture);
});

describe('with Asterisk', () => {
  let site: Site;
  before(async () => {
    site = await Site.open();
    await site.keep(startAsterisk(site.lan, site.directory));
  });
  after(() => site[Symbol.asyncDispose]());

  test('hanging up joins the two others through Asterisk', async () => {
    await using ann = await site.phone({ user: user.phone, toneHz: annHz });
    await using ben = await site.phone({ user: user.secondPhone, toneHz: benHz, port: 5070 });
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: cleoHz, port: 5080 });
    await using capture = await site.capture();
    await dial(ann, user.secondPhone);
    await ben.waitForScreen('incoming');
    await ben.hook(true);
    await assertHears(ben, annHz);
    await callIn(ben, user.thirdPhone, async () => {
      await cleo.waitForScreen('incoming');
      await cleo.hook(true);
      await assertHears(ben, cleoHz);
    });
    await assertHearsBoth(ann, [benHz, cleoHz], annHz);
    await assertHearsBoth(cleo, [annHz, benHz], cleoHz);
    await ben.hook(false);
    await assertHears(ann, cleoHz);
    await assertHears(cleo, annHz);
    await callOver(ben);
    await hangUp(ann);
    await callOver(cleo);
    const messages = await assertSoundSip(capture);
    const refer = messages.find(({ method, fromPhone }) => method === 'REFER' && fromPhone);
    assert.ok(refer !== undefined, 'Ben asks');
  });

  test('a conference that Asterisk holds: everybody is sent there, and our phone is one of them', async () => {
    await using ann = await site.phone({ user: user.phone, toneHz: annHz });
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: cleoHz, port: 5080 });
    await using ben = await site.phone({
      user: user.secondPhone,
      toneHz: benHz,
      port: 5070,
      params: {
        'voip/services/conference/mode': 'REMOTE',
        'voip/services/conference/conf_ms_addr': number.conference,
      },
    });
    await dial(ann, user.secondPhone);
    await ben.waitForScreen('incoming');
    await ben.hook(true);
    await assertHears(ben, annHz);
    await ben.press('conference');
    await ben.type(user.thirdPhone);
    await ben.softKey('dial');
    await cleo.waitForScreen('incoming');
    await cleo.hook(true);
    await assertHears(ben, cleoHz);
    await ben.softKey('conference');
    for (const [phone, others] of [
      [ann, [benHz, cleoHz]],
      [ben, [annHz, cleoHz]],
      [cleo, [annHz, benHz]],
    ] as const) {
      await phone.waitFor('the others in the conference', async () => {
        const level = levelsOf(await phone.hear('earpiece', 0.3));
        return others.every((hz) => level(hz) > spokenDbov - 6) ? true : undefined;
      });
    }
    await hangUp(ben);
    await assertHears(ann, cleoHz);
  });

  test('a recorded call is a WAV file that sox reads as it was heard', async () => {
    const params = { 'voip/services/recording/enabled': 1, 'voip/services/recording/beep/enabled': 0 };
    await using ann = await site.phone({ user: user.phone, toneHz: annHz, params });
    await using ben = await site.phone({ user: user.secondPhone, toneHz: benHz, port: 5070 });
    await dial(ann, user.secondPhone);
    await ben.waitForScreen('incoming');
    await ben.hook(true);
    await assertHears(ann, benHz);
    await ann.findSoftKey('record');
    await ann.softKey('record');
    // A second and more that nothing tore is in it.
    const heardS = 1.3;
    await assertHears(ann, benHz, heardS);
    await hangUp(ann);
    const folder = join(ann.dataDirectory, 'recordings');
    const name = await ann.waitFor('the file', async () => readdirSync(folder)[0]);
    /** What sox says of a second of one channel. */
    const secondAt = (start: number, channel: number): { readonly pitchHz: number; readonly dbov: number } => {
      const effects = ['remix', `${channel}`, 'trim', `${start}`, '1', 'stat'];
      const { stderr } = spawnSync('sox', [join(folder, name), '-n', ...effects], { encoding: 'utf8' });
      const told = (words: string): number => Number(new RegExp(`${words}:\\s+([\\d.]+)`).exec(stderr)?.[1] ?? Number.NaN);
      return { pitchHz: told('Rough\\s+frequency'), dbov: 20 * Math.log10(told('RMS\\s+amplitude')) };
    };
    // Its last piece is written, and its head, after the call.
    const lengthS = await ann.waitFor('all that was heard', async () => {
      const { stdout } = spawnSync('sox', ['--i', '-D', join(folder, name)], { encoding: 'utf8' });
      return Number(stdout) > heardS ? Number(stdout) : undefined;
    });
    for (const [channel, hz] of [
      [1, annHz],
      [2, benHz],
    ] as const) {
      const seconds = Array.from({ length: Math.floor((lengthS - 1) * 10) }, (_, step) => secondAt(step / 10, channel));
      const spoken = seconds.find(({ pitchHz, dbov }) => Math.abs(pitchHz - hz) < 15 && Math.abs(dbov - spokenDbov) < 1);
      assert.ok(spoken, `channel ${channel}, second by second: ${JSON.stringify(seconds)}`);
    }
  });
});

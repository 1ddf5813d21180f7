// Proves with real baresip through Kamailio how speech (of espeak-ng) and a sweep come through each codec, both ways: level band by band,
// intelligibility, and that nothing clicks.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resample } from '#hal/simulator/resample';
import { type Likeness, likenessOf, likenessRateHz, spokenWithSweep } from '../support/voice-likeness.ts';
import { readWav, type Sound } from '../support/wav-file.ts';
import { Baresip } from './rig/baresip.ts';
import { dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { Site } from './rig/site.ts';

const words = 'The birch canoe slid on the smooth planks. Rice is often served.';
const spokenDbov = -18;
/** A machine that is busy elsewhere may spoil a round. */
const rounds = 4;

let site: Site;
/** As it is spoken, and as it is compared. */
let spoken: Sound;
let said: Int16Array;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  const file = join(site.directory, 'speech.wav');
  execFileSync('espeak-ng', ['-s', '170', '-w', file, words]);
  // What a telephone carries: every codec is asked the same.
  const { samples } = await resample(readWav(readFileSync(file)), likenessRateHz);
  said = spokenWithSweep(samples, spokenDbov, likenessRateHz);
  spoken = await resample({ samples: said, sampleRateHz: likenessRateHz }, 16_000);
});
after(() => site[Symbol.asyncDispose]());

interface Case {
  readonly setting: string;
  readonly codec: NonNullable<Parameters<typeof Baresip.start>[2]['codec']>;
  readonly stoi: number;
  readonly purestDb: number;
}

const cases: readonly Case[] = [
  { setting: 'PCMU', codec: { name: 'PCMU', module: 'g711', sampleRateHz: 8000 }, stoi: 0.97, purestDb: 20 },
  { setting: 'PCMA', codec: { name: 'PCMA', module: 'g711', sampleRateHz: 8000 }, stoi: 0.97, purestDb: 20 },
  { setting: 'G722', codec: { name: 'G722', module: 'g722', sampleRateHz: 16_000 }, stoi: 0.97, purestDb: 15 },
  { setting: 'L16_16000', codec: { name: 'L16/16000/1', module: 'l16', sampleRateHz: 16_000 }, stoi: 0.98, purestDb: 20 },
  {
    setting: 'OPUS',
    codec: { name: 'opus/48000/2', module: 'opus', sampleRateHz: 48_000, channels: 2 },
    stoi: 0.9,
    purestDb: 10,
  },
];

function isGood({ sweepDb, speechDb, stoi, purestDb }: Likeness, wanted: Case): boolean {
  const levels = [...sweepDb, speechDb].every((db) => Math.abs(db) < 1);
  return levels && stoi > wanted.stoi && purestDb > wanted.purestDb;
}

function told({ sweepDb, speechDb, stoi, purestDb }: Likeness): string {
  const bands = sweepDb.map((db) => db.toFixed(1)).join(' ');
  return `sweep ${bands} dB, speech ${speechDb.toFixed(1)} dB, intelligibility ${stoi.toFixed(3)}, nothing within ${purestDb.toFixed(0)} dB of the tone`;
}

/** The stretches of two rounds, so that each holds a whole one. */
function stretches(heard: Int16Array): readonly Int16Array[] {
  const count = Math.floor(heard.length / said.length) - 1;
  return Array.from({ length: count }, (_, i) => heard.subarray(i * said.length, (i + 2) * said.length));
}

for (const each of cases) {
  test(`${each.setting}: speech and a sweep come through both ways`, async (t) => {
    const options = {
      user: user.baresip,
      transport: 'udp',
      answers: 'auto',
      toneHz: 0,
      speaks: spoken,
      codec: each.codec,
    } as const;
    await using baresip = await Baresip.start(site.lan, site.directory, options);
    await using phone = await site.phone({ user: user.phone, params: { 'voip/codec/codec_info/0/name': each.setting } });
    await phone.microphone(spoken);
    await dial(phone, user.baresip);
    await phone.waitForScreen('call');
    const found: string[] = [];
    for (let round = 0; ; round++) {
      const { samples } = await resample(
        await phone.hear('earpiece', Math.ceil((2 * said.length) / likenessRateHz)),
        likenessRateHz,
      );
      const likeness = likenessOf(said, samples);
      found.push(`we hear: ${told(likeness)}`);
      if (isGood(likeness, each)) break;
      assert.ok(round < rounds, found.join('\n'));
    }
    await hangUp(phone);
    await baresip.waitForEvent('CALL_CLOSED');
    const { samples } = await resample(baresip.heard(), likenessRateHz);
    const good = stretches(samples).find((stretch) => {
      const likeness = likenessOf(said, stretch);
      found.push(`baresip hears: ${told(likeness)}`);
      return isGood(likeness, each);
    });
    assert.ok(good !== undefined, found.join('\n'));
    for (const line of found) t.diagnostic(line);
  });
}

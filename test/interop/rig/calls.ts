// What a person does with the phone, in words that the interop tests share.

import assert from 'node:assert/strict';
import type { SimulatedPhone } from '../../support/simulated-phone.ts';
import { dominantFrequencyHz, levelDbov } from '../../support/tone-meter.ts';
import type { Sound } from '../../support/wav-file.ts';

const silenceDbov = -60;
export const spokenDbov = -16;

/** Off-hook, the number, and away with it. */
export async function dial(phone: SimulatedPhone, number: string): Promise<void> {
  await phone.hook(true);
  await phone.type(number);
  await phone.softKey('dial');
}

export async function hangUp(phone: SimulatedPhone): Promise<void> {
  await phone.hook(false);
  await callOver(phone);
}

/** The call is no longer one; that its end is still shown for a while does not matter. */
export async function callOver(phone: SimulatedPhone): Promise<void> {
  await phone.waitForScreen('ended', 'idle', 'offhook');
}

/** Waits until the other side's tone is there, then measures a second of it. */
export async function assertHears(phone: SimulatedPhone, hz: number, seconds = 1, level: number = spokenDbov): Promise<void> {
  await phone.waitFor(`${hz} Hz in the earpiece`, async () => {
    const sound = await phone.hear('earpiece', 0.2);
    return Math.abs(dominantFrequencyHz(sound.samples, sound.sampleRateHz) - hz) < 10 ? true : undefined;
  });
  assertTone(await phone.hear('earpiece', seconds), hz, level);
}

/** Waits until nothing is heard, then listens for half a second more. */
export async function assertSilence(phone: SimulatedPhone): Promise<void> {
  const quiet = async (seconds: number): Promise<boolean> =>
    levelDbov((await phone.hear('earpiece', seconds)).samples) < silenceDbov;
  await phone.waitFor('silence in the earpiece', async () => ((await quiet(0.2)) ? true : undefined));
  assert.ok(await quiet(0.5), 'silence lasts');
}

/** The right pitch, and as loud as it was spoken: every source here speaks at -16 dBov, where nothing else is said. */
export function assertTone({ samples, sampleRateHz }: Sound, hz: number, expected: number = spokenDbov): void {
  const found = dominantFrequencyHz(samples, sampleRateHz);
  assert.ok(Math.abs(found - hz) < 3, `${found} Hz, expected ${hz}`);
  const level = levelDbov(samples);
  assert.ok(Math.abs(level - expected) < 1.5, `${level} dBov, expected ${expected}`);
}

/** The middle of a recording, without what was before the sound and after it. */
export function middleOf({ samples, sampleRateHz }: Sound, seconds: number): Sound {
  const length = Math.round(seconds * sampleRateHz);
  const start = Math.max(0, Math.floor((samples.length - length) / 2));
  return { sampleRateHz, samples: samples.subarray(start, start + length) };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

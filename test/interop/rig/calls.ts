// What a person does with the phone, in words that the interop tests share.

import assert from 'node:assert/strict';
import { eventually } from '../../support/eventually.ts';
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

/** Waits until the other side's tone is there, then measures a second of it; anew, where a busy machine tore it. */
export async function assertHears(phone: SimulatedPhone, hz: number, seconds = 1, level: number = spokenDbov): Promise<void> {
  await phone.waitFor(`${hz} Hz in the earpiece`, async () => {
    const sound = await phone.hear('earpiece', 0.2);
    return Math.abs(dominantFrequencyHz(sound.samples, sound.sampleRateHz) - hz) < 10 ? true : undefined;
  });
  await eventually(async () => assertTone(await phone.hear('earpiece', seconds), hz, level));
}

/** Waits until nothing is heard, for half a second. */
export async function assertSilence(phone: SimulatedPhone): Promise<void> {
  await eventually(async () => {
    const level = levelDbov((await phone.hear('earpiece', 0.5)).samples);
    assert.ok(level < silenceDbov, `${level} dBov in place of silence`);
  });
}

/** The right pitch, and as loud as it was spoken: every source here speaks at -16 dBov, where nothing else is said. */
export function assertTone({ samples, sampleRateHz }: Sound, hz: number, expected: number = spokenDbov): void {
  const found = dominantFrequencyHz(samples, sampleRateHz);
  assert.ok(Math.abs(found - hz) < 3, `${found} Hz, expected ${hz}`);
  const level = levelDbov(samples);
  assert.ok(Math.abs(level - expected) < 1.5, `${level} dBov, expected ${expected}`);
}

/**
 * The right pitch and level in the middle of a recording, without what was before the sound and after it; or in another stretch as long, for
 * a machine that is busy elsewhere tears what is recorded as it comes.
 */
export function assertToneIn({ samples, sampleRateHz }: Sound, seconds: number, hz: number, expected: number = spokenDbov): void {
  const length = Math.round(seconds * sampleRateHz);
  const last = Math.max(0, samples.length - length);
  const middle = Math.floor(last / 2);
  const step = Math.round(sampleRateHz / 10);
  const others = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  const isTone = (start: number): boolean => {
    try {
      assertTone({ sampleRateHz, samples: samples.subarray(start, start + length) }, hz, expected);
      return true;
    } catch {
      return false;
    }
  };
  if (!others.some(isTone)) assertTone({ sampleRateHz, samples: samples.subarray(middle, middle + length) }, hz, expected);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

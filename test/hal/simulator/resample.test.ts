// Sample-rate conversion keeps the tone and drops what the new rate cannot carry.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resample } from '#hal/simulator/resample';

const tone = (rateHz: number, frequencyHz: number, seconds = 0.5): Int16Array =>
  Int16Array.from({ length: rateHz * seconds }, (_, index) => 10_000 * Math.sin((2 * Math.PI * frequencyHz * index) / rateHz));

/** Goertzel-like: the amplitude of one frequency, the edges left out. */
function amplitude(samples: Int16Array, rateHz: number, frequencyHz: number): number {
  const middle = samples.subarray(samples.length >> 2, samples.length - (samples.length >> 2));
  let [real, imaginary] = [0, 0];
  for (const [index, sample] of middle.entries()) {
    const angle = (2 * Math.PI * frequencyHz * index) / rateHz;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / middle.length;
}

for (const rateHz of [8_000, 11_025, 22_050, 44_100, 48_000]) {
  test(`1 kHz at ${rateHz} samples a second stays 1 kHz at its level`, async () => {
    const sound = await resample({ sampleRateHz: rateHz, samples: tone(rateHz, 1_000) }, 16_000);
    assert.equal(sound.sampleRateHz, 16_000);
    assert.ok(Math.abs(sound.samples.length - 8_000) <= 1);
    const level = amplitude(sound.samples, 16_000, 1_000);
    assert.ok(Math.abs(level - 10_000) < 100, `${level}`);
  });
}

test('what lies above the new band does not come back as another tone', async () => {
  const sound = await resample({ sampleRateHz: 48_000, samples: tone(48_000, 12_000) }, 16_000);
  assert.ok(amplitude(sound.samples, 16_000, 4_000) < 20);
});

test('the same rate is left as it is', async () => {
  const sound = { sampleRateHz: 16_000, samples: Int16Array.of(1, 2, 3) };
  assert.equal(await resample(sound, 16_000), sound);
});

test('full scale does not wrap around', async () => {
  const samples = Int16Array.from({ length: 800 }, (_, index) => (index % 16 < 8 ? 32_767 : -32_768));
  const { samples: out } = await resample({ sampleRateHz: 8_000, samples }, 16_000);
  for (let index = 1; index < out.length; index++) assert.ok(Math.abs((out[index] ?? 0) - (out[index - 1] ?? 0)) < 60_000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stoi, stoiSegment } from './stoi.ts';

/** Bursts of harmonics, like syllables. */
const clean = Float64Array.from({ length: stoiSegment }, (_, i) => {
  const t = i / 8000;
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * t)) ** 2;
  let sum = 0;
  for (let k = 1; k < 30; k++) sum += Math.sin(2 * Math.PI * 120 * k * t + k * k) / k;
  return 4000 * syllable * sum;
});

function withNoise(amplitude: number): Float64Array {
  let seed = 7;
  return clean.map((sample) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return sample + amplitude * (seed / 2 ** 30 - 1);
  });
}

test('the same sound is wholly intelligible, at any loudness', () => {
  assert.ok(stoi(clean, clean) > 0.999);
  assert.ok(
    stoi(
      clean,
      clean.map((sample) => sample / 8),
    ) > 0.999,
  );
});

test('noise makes it less so, and silence nothing', () => {
  const [little, much] = [stoi(clean, withNoise(500)), stoi(clean, withNoise(20_000))];
  assert.ok(little > much + 0.1, `${little} ${much}`);
  assert.ok(stoi(clean, new Float64Array(stoiSegment)) < 0.01);
});

test('a hole of 100 ms costs what it took away', () => {
  const holed = clean.map((sample, index) => (index > 500 && index < 1300 ? 0 : sample));
  const score = stoi(clean, holed);
  assert.ok(score > 0.5 && score < 0.95, `${score}`);
});

// The measuring instrument is measured first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dominantFrequencyHz, levelDbov, sine, toneLevel } from './tone-meter.ts';

test('a sine has the level it was made with', () => {
  const tone = sine(1000, -20, 16_000, 500);
  assert.ok(Math.abs(levelDbov(tone) + 20) < 0.05);
  assert.ok(Math.abs(toneLevel(tone, 16_000, 1000) + 20) < 0.05);
  assert.ok(toneLevel(tone, 16_000, 1400) < -80);
});

test('the dominant frequency is found between the bins', () => {
  for (const hz of [350, 440, 1004.5, 3217]) {
    assert.ok(Math.abs(dominantFrequencyHz(sine(hz, -13, 8000, 600), 8000) - hz) < 1, `${hz}`);
  }
});

test('silence has no frequency and the lowest level', () => {
  assert.equal(levelDbov(new Int16Array(100)), -127);
  assert.equal(dominantFrequencyHz(new Int16Array(4096), 8000), 0);
});

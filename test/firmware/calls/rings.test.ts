// Rings by class: what a network may ask for, within what the media core plays.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ringOf } from '#firmware/calls/tones';

const lengthMs = (name: string | undefined): number => ringOf(name).segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
const usual = ringOf(undefined);

describe('the ring', () => {
  for (let number = 1; number <= 8; number += 1) {
    it(`Bellcore-dr${number} is one of eight that differ, and fits the media core`, () => {
      const ring = ringOf(`Bellcore-dr${number}`);
      assert.ok(ring.segments.length <= 16 && ring.segments.every(({ durationMs }) => durationMs > 0));
      assert.notDeepEqual(ring, usual);
      assert.deepEqual(ringOf(`bellcore-R${number}`), ring);
      for (let other = 1; other < number; other += 1) assert.notDeepEqual(ringOf(`Bellcore-dr${other}`), ring);
    });
  }

  it('keeps the cadence: short, short, short, long', () => {
    assert.equal(Math.round(lengthMs('Bellcore-dr5') / 100), 62);
    assert.equal(Math.round(lengthMs('Bellcore-dr8') / 100), 100);
  });

  it('is the usual one for whatever else a stranger writes', () => {
    for (const name of ['', 'Bellcore-dr9', 'Bellcore-dr0', 'constructor', '__proto__', 'x'.repeat(1000)]) {
      assert.deepEqual(ringOf(name), usual);
    }
    assert.ok(usual.segments.length <= 16);
  });

  it('tells calls from outside from those of the house', () => {
    assert.notDeepEqual(ringOf('source:external'), ringOf('source:internal'));
    assert.deepEqual(ringOf('alert-external'), ringOf('source:external'));
  });
});

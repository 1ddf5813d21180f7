// The rhythm of the lamps, as the SPA9x2 guide's appendix A has it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestColor } from '#hal/leds/nearest-color';
import { isLit, patternSteps } from '#hal/leds/pattern';

test('each pattern has its steps', () => {
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'off' }), []);
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'steady' }), []);
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'slow' }), [500, 500]);
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'fast' }), [100, 100]);
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'double' }), [100, 100, 100, 700]);
});

test('a custom pattern has whole pairs, eight steps at most, none too short to see', () => {
  const steps = (stepsMs: readonly number[]) => patternSteps({ color: 'red', pattern: 'custom', stepsMs });
  assert.deepEqual(steps([100, 200]), [100, 200]);
  assert.deepEqual(steps([100, 200, 300]), [100, 200]);
  assert.deepEqual(steps([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), new Array(8).fill(20));
  assert.deepEqual(steps([Number.NaN, Number.POSITIVE_INFINITY]), []);
  assert.deepEqual(steps([1e9, -5]), [60_000, 20]);
  assert.deepEqual(patternSteps({ color: 'red', pattern: 'custom' }), []);
});

test('a lamp is lit in the even steps', () => {
  const double = { color: 'green', pattern: 'double' } as const;
  assert.deepEqual(
    [0, 99, 100, 199, 200, 299, 300, 999, 1_000, 1_100].map((ms) => isLit(double, ms)),
    [true, true, false, false, true, true, false, false, true, false],
  );
  assert.equal(isLit({ color: 'green', pattern: 'steady' }, 12_345), true);
  assert.equal(isLit({ color: 'off', pattern: 'steady' }, 0), false);
  assert.equal(isLit({ color: 'red', pattern: 'off' }, 0), false);
});

test('a colour that a lamp lacks becomes the nearest that it has', () => {
  assert.equal(nearestColor('amber', ['off', 'red', 'green']), 'red');
  assert.equal(nearestColor('red', ['off', 'green', 'amber']), 'amber');
  assert.equal(nearestColor('green', ['off', 'red']), 'red');
  assert.equal(nearestColor('off', ['off', 'red']), 'off');
  assert.equal(nearestColor('green', []), 'off');
});

// The vendors' words for a jitter buffer, in the numbers that the core takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jitterBufferSettings } from '#firmware/jitter-settings';

const defaults: Readonly<Record<string, unknown>> = {
  min_delay: 10,
  max_delay: 300,
  optimization_factor: 10,
  network_jitter_level: 'high',
  adjustment: 'up and down',
};

function settings(changed: Readonly<Record<string, unknown>> = {}) {
  const values = { ...defaults, ...changed };
  return jitterBufferSettings({ get: (path: string) => values[path.split('/').at(-1) ?? ''] } as never);
}

test("the defaults are the core's own", () => {
  const own = { minimumMs: 10, maximumMs: 300, startMs: 30, halfLifePackets: 350, mayGrow: true, mayShrink: true };
  assert.deepEqual(settings(), own);
});

test('a higher level begins with more, a higher factor remembers longer, and the highest never gives up', () => {
  assert.equal(settings({ network_jitter_level: 'extremely high' }).startMs, 120);
  assert.equal(settings({ optimization_factor: 0 }).halfLifePackets, 3);
  assert.equal(settings({ optimization_factor: 12 }).mayShrink, false);
});

test('the adjustment says which way the delay may go, and the least is never more than the most', () => {
  const ways = ['up only', 'down only', 'disable'].map((adjustment) => settings({ adjustment }));
  assert.deepEqual(
    ways.map(({ mayGrow, mayShrink }) => [mayGrow, mayShrink]),
    [
      [true, false],
      [false, true],
      [false, false],
    ],
  );
  assert.equal(settings({ min_delay: 150, max_delay: 40 }).minimumMs, 40);
});

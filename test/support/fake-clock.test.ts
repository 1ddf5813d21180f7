// The fake clock itself: every other test trusts it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './fake-clock.ts';

test('timers expire in the order of their instants, ties in the order of setting', () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  clock.setTimer(20, () => seen.push(`late ${clock.monotonicMs}`));
  clock.setTimer(10, () => seen.push(`first ${clock.monotonicMs}`));
  clock.setTimer(10, () => seen.push(`second ${clock.monotonicMs}`));
  clock.advance(19);
  assert.deepEqual(seen, ['first 10', 'second 10']);
  clock.advance(1);
  assert.deepEqual(seen, ['first 10', 'second 10', 'late 20']);
  assert.equal(clock.pendingTimers, 0);
});

test('a timer set by a timer expires in the same advance when its instant lies inside', () => {
  const clock = new FakeClock();
  const seen: number[] = [];
  const again = (): void => {
    seen.push(clock.monotonicMs);
    clock.setTimer(30, again);
  };
  clock.setTimer(30, again);
  clock.advance(100);
  assert.deepEqual(seen, [30, 60, 90]);
  assert.equal(clock.pendingTimers, 1);
});

test('a cancelled timer never expires, and cancelling twice or late does nothing', () => {
  const clock = new FakeClock();
  let count = 0;
  const timer = clock.setTimer(5, () => count++);
  timer.cancel();
  timer.cancel();
  const expired = clock.setTimer(5, () => count++);
  clock.advance(10);
  expired.cancel();
  assert.equal(count, 1);
});

test('the wall moves with the clock and can be set by hand', () => {
  const clock = new FakeClock();
  clock.wall = { ms: 1000, trusted: false };
  clock.advance(500);
  assert.deepEqual(clock.wall, { ms: 1500, trusted: false });
});

test('advanceAsync lets promises settle between timers', async () => {
  const clock = new FakeClock();
  const seen: number[] = [];
  clock.setTimer(10, () => void Promise.resolve().then(() => clock.setTimer(10, () => seen.push(clock.monotonicMs))));
  await clock.advanceAsync(20);
  assert.deepEqual(seen, [20]);
});

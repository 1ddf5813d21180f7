// The real clock where it is not the runtime's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock } from '#firmware/system/system-clock';

test('a timer of a month does not expire at once, and can be cancelled', async (t) => {
  const clock = new SystemClock();
  let expired = 0;
  // What a registrar may grant, and an INVITE's Expires: beyond the 24.8 days of setTimeout.
  const timers = [2 ** 31, 4_294_967_295_000].map((delayMs) => clock.setTimer(delayMs, () => expired++));
  t.after(() => timers.map((timer) => timer.cancel()));
  await sleep(30);
  assert.equal(expired, 0);
});

test('a long timer expires in its time', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let expired = 0;
  new SystemClock().setTimer(2 ** 31 + 1000, () => expired++);
  t.mock.timers.tick(2 ** 31 - 1);
  t.mock.timers.tick(1000);
  assert.equal(expired, 0);
  t.mock.timers.tick(1);
  assert.equal(expired, 1);
});

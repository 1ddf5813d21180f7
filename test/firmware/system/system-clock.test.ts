// The real clock where it is not the runtime's.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
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

/** Nothing of this thread runs for the time. */
function stop(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}

test('after a stop, what came meanwhile is heard before the patience for it ends', async () => {
  const clock = new SystemClock();
  const [socket, other] = [createSocket('udp4'), createSocket('udp4')];
  try {
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    other.connect(socket.address().port, '127.0.0.1');
    await once(other, 'connect');
    const heard: string[] = [];
    const patience = clock.setTimer(10, () => heard.push('gave up'));
    const later = new Promise<void>((resolve) => clock.setTimer(20, () => resolve(void heard.push('went on'))));
    socket.once('message', () => {
      heard.push('answer');
      patience.cancel();
    });
    other.send('answer');
    stop(100);
    await later;
    assert.deepEqual(heard, ['answer', 'went on']);
  } finally {
    socket.close();
    other.close();
  }
});

test('late timers expire in the order in which they were due, and one that is cancelled meanwhile does not', async () => {
  const clock = new SystemClock();
  const expired: number[] = [];
  clock.setTimer(5, () => gone.cancel());
  for (const delayMs of [10, 20, 30]) clock.setTimer(delayMs, () => expired.push(delayMs));
  const gone = clock.setTimer(35, () => expired.push(35));
  // Due only just when the others are late.
  const last = new Promise<void>((resolve) => clock.setTimer(95, () => resolve(void expired.push(95))));
  stop(100);
  await last;
  assert.deepEqual(expired, [10, 20, 30, 95]);
});

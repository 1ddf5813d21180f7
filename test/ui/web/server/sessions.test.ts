// Sessions over time, and waits after failures.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { Attempts } from '#ui/web/server/attempts';
import { CheckQueue } from '#ui/web/server/check-queue';
import { RateLimit } from '#ui/web/server/rate-limit';
import { type Session, Sessions } from '#ui/web/server/sessions';

const admin = { name: 'admin', role: 'admin' } as const;
const user = { name: 'user', role: 'user' } as const;
const idleMs = 900_000;
const absoluteMs = 3_600_000;

function rig() {
  const clock = new FakeClock();
  const ended: Session[] = [];
  let next = 0;
  const sessions = new Sessions({
    clock,
    random: { bytes: (count) => new Uint8Array(count).fill(++next) },
    times: () => ({ idleMs, absoluteMs }),
    ended: (session) => ended.push(session),
  });
  return { clock, sessions, ended };
}

describe('a session', () => {
  it('has an id of 256 bits and a token of its own', () => {
    const { sessions } = rig();
    const { id, csrfToken } = sessions.start(admin);
    assert.equal(Buffer.from(id, 'base64url').length, 32);
    assert.notEqual(id, csrfToken);
  });

  it('ends when nothing is done, and not while something is', () => {
    const { clock, sessions, ended } = rig();
    const { id } = sessions.start(admin);
    clock.advance(idleMs - 1);
    assert.ok(sessions.find(id, true));
    clock.advance(idleMs - 1);
    assert.ok(sessions.find(id, false), 'what a page asks for by itself finds it');
    clock.advance(1);
    assert.equal(sessions.find(id, true), undefined, '... and does not keep it');
    assert.deepEqual(
      ended.map((session) => session.id),
      [id],
    );
  });

  it('ends at the latest, however busy', () => {
    const { clock, sessions } = rig();
    const { id } = sessions.start(admin);
    for (let passed = 0; passed < absoluteMs; passed += 600_000) {
      assert.ok(sessions.find(id, true));
      clock.advance(600_000);
    }
    assert.equal(sessions.find(id, true), undefined);
  });

  it('of a role ends with its password, but the one that changed it', () => {
    const { sessions } = rig();
    const [mine, other, users] = [sessions.start(admin), sessions.start(admin), sessions.start(user)];
    sessions.endAllOf('admin', mine.id);
    assert.ok(sessions.find(mine.id, false));
    assert.equal(sessions.find(other.id, false), undefined);
    assert.ok(sessions.find(users.id, false));
  });

  it('makes room by ending the one that was idle longest', () => {
    const { clock, sessions } = rig();
    const first = sessions.start(user);
    const second = sessions.start(user);
    clock.advance(1);
    sessions.find(first.id, true);
    for (let n = 0; n < 31; n++) sessions.start(user);
    assert.equal(sessions.find(second.id, false), undefined);
    assert.ok(sessions.find(first.id, false));
  });
});

describe('attempts', () => {
  it('wait longer after each failure, up to a minute, and not after a success', () => {
    const clock = new FakeClock();
    const attempts = new Attempts(clock);
    const waits = Array.from({ length: 9 }, () => {
      attempts.failed('address a', 'name n');
      return attempts.waitMs('address b', 'name n');
    });
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    assert.equal(attempts.waitMs('address b', 'name m'), 0);
    attempts.succeeded('address a', 'name n');
    assert.equal(attempts.waitMs('address a', 'name n'), 0);
  });

  it('wait from the answer on, however long that took', () => {
    const clock = new FakeClock();
    const attempts = new Attempts(clock);
    attempts.failed('address a');
    clock.advance(1500);
    attempts.refused('address a', 'never tried');
    assert.equal(attempts.waitMs('address a'), 1000);
    assert.equal(attempts.waitMs('never tried'), 0);
  });

  it('are forgotten after an hour, and remember no more than a thousand', () => {
    const clock = new FakeClock();
    const attempts = new Attempts(clock);
    for (let n = 0; n < 5; n++) attempts.failed('address a');
    clock.advance(3_600_001);
    attempts.failed('address a');
    assert.equal(attempts.waitMs('address a'), 1000);
    for (let n = 0; n < 1000; n++) attempts.failed(`address ${n}`);
    assert.equal(attempts.waitMs('address a'), 0);
  });
});

describe('requests of one address', () => {
  it('run out, come back with time, and do not concern another', () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    let taken = 0;
    while (limit.take('a')) taken++;
    assert.equal(taken, 300);
    assert.ok(limit.take('b'));
    clock.advance(1000);
    let again = 0;
    while (limit.take('a')) again++;
    assert.equal(again, 50);
  });
});

describe('checks of passwords', () => {
  it('run two at a time, and no more than eight wait', async () => {
    const queue = new CheckQueue();
    let running = 0;
    let most = 0;
    const releases: (() => void)[] = [];
    const check = async (): Promise<boolean> => {
      running++;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => releases.push(resolve));
      running--;
      return true;
    };
    const results = Array.from({ length: 12 }, () => queue.run(check));
    for (let n = 0; n < 40; n++) {
      await new Promise((resolve) => setImmediate(resolve));
      releases.shift()?.();
    }
    const settled = await Promise.all(results);
    assert.equal(most, 2);
    assert.equal(settled.filter((result) => result === undefined).length, 2);
  });
});

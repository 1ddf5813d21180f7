// The lock: who gets in, whom a locked phone calls, and when it locks by itself.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Values } from '#config/schema';
import { findParameter } from '#config/schema';
import { Secret } from '#config/secrets';
import { PhoneLock } from '#firmware/phone-lock';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

class Bench {
  readonly clock = new FakeClock();
  readonly log = new MemoryLog();
  readonly values = new Map<string, unknown>();
  busy = false;
  readonly lock: PhoneLock;

  constructor(pin = '2580') {
    this.values.set('system/pin_lock/pin', new Secret(pin));
    this.lock = new PhoneLock({
      clock: this.clock,
      log: this.log,
      parameters: {
        get: <P extends keyof Values>(path: P) => (this.values.get(path) ?? findParameter(path)?.default) as Values[P],
      },
      busy: () => this.busy,
      changed: () => {},
    });
  }
}

describe('the lock of the phone', () => {
  it('opens with its PIN only', () => {
    const { lock } = new Bench();
    lock.lock();
    assert.equal(lock.snapshot.locked, true);
    lock.unlock('0000');
    assert.deepEqual([lock.snapshot.locked, lock.snapshot.failures], [true, 1]);
    lock.unlock('2580');
    assert.deepEqual([lock.snapshot.locked, lock.snapshot.failures], [false, 0]);
  });

  it('makes whoever guesses wait, and never writes what was guessed', () => {
    const bench = new Bench();
    bench.lock.lock();
    for (let i = 0; i < 3; i += 1) bench.lock.unlock('1111');
    bench.lock.unlock('2580');
    assert.equal(bench.lock.snapshot.locked, true);
    bench.clock.advance(5000);
    bench.lock.unlock('2580');
    assert.equal(bench.lock.snapshot.locked, false);
    assert.ok(!JSON.stringify(bench.log.lines).includes('1111'));
  });

  it('lets into the mailbox for the PIN where the administrator wants it, whether it locks or not', () => {
    const { lock, values, clock } = new Bench();
    assert.deepEqual([lock.snapshot.keepsMailbox, lock.opensMailbox(undefined)], [false, true]);
    values.set('voip/services/vm_skip_pin_code/enabled', false);
    values.set('system/pin_lock/enabled', false);
    assert.deepEqual([lock.snapshot.keepsMailbox, lock.opensMailbox(undefined), lock.snapshot.failures], [true, false, 0]);
    for (let i = 1; i <= 3; i += 1) assert.deepEqual([lock.opensMailbox('1111'), lock.snapshot.failures], [false, i]);
    assert.equal(lock.opensMailbox('2580'), false, 'too soon');
    clock.advance(5000);
    assert.deepEqual([lock.opensMailbox('2580'), lock.snapshot.failures], [true, 0]);
  });

  it('needs a PIN, and to be switched on', () => {
    const without = new Bench('').lock;
    without.lock();
    assert.deepEqual([without.snapshot.locked, without.snapshot.canLock], [false, false]);
    const off = new Bench();
    off.lock.lock();
    off.values.set('system/pin_lock/enabled', false);
    assert.equal(off.lock.snapshot.locked, false);
  });

  it('calls emergency numbers all the same, and others where the administrator allows it', () => {
    const { lock, values } = new Bench();
    assert.equal(lock.refuses('1002'), false);
    lock.lock();
    assert.equal(lock.refuses('1002'), true);
    assert.equal(lock.refuses('112'), false);
    assert.equal(lock.deskSettings([]).refusesCalls, false);
    values.set('system/pin_lock/calls', 'DENY_BOTH');
    assert.equal(lock.deskSettings([]).refusesCalls, true);
    assert.equal(lock.refuses('911'), false);
    values.set('system/pin_lock/calls', 'ALLOW_BOTH');
    assert.equal(lock.refuses('1002'), false);
  });

  it('locks itself after a while without anybody, but not during a call', () => {
    const bench = new Bench();
    bench.values.set('system/pin_lock/timeout', 5);
    bench.lock.touched();
    bench.clock.advance(4 * 60_000);
    bench.lock.touched();
    bench.clock.advance(4 * 60_000);
    assert.equal(bench.lock.snapshot.locked, false);
    bench.busy = true;
    bench.clock.advance(60_000);
    assert.equal(bench.lock.snapshot.locked, false);
    bench.busy = false;
    bench.clock.advance(5 * 60_000);
    assert.equal(bench.lock.snapshot.locked, true);
    assert.equal(bench.clock.pendingTimers, 0);
  });
});

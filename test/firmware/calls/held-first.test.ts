// How long a transfer waits for the hold of the call that it goes to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldFirst } from '#firmware/calls/held-first';
import { FakeClock } from '#test/support/fake-clock';

const end = { type: 'ended', end: { by: 'remote' } } as const;
const failed = { type: 'mediaChangeFailed', status: 488 } as const;

function waiting(enabled = true): { readonly clock: FakeClock; readonly first: HeldFirst; readonly gone: () => number } {
  const clock = new FakeClock();
  const first = new HeldFirst({ clock, enabled: () => enabled });
  let count = 0;
  first.asked('call-1');
  first.when('call-1', () => count++);
  return { clock, first, gone: () => count };
}

test('not at all when that is off, or no hold is under way', () => {
  assert.equal(waiting(false).gone(), 1);
  let went = false;
  waiting().first.when('call-2', () => {
    went = true;
  });
  assert.ok(went);
});

test('until the hold is refused or the call is over, and once', () => {
  for (const event of [failed, end]) {
    const { clock, first, gone } = waiting();
    first.heard('call-2', event);
    assert.equal(gone(), 0);
    first.heard('call-1', event);
    first.heard('call-1', end);
    clock.advance(60_000);
    assert.equal(gone(), 1);
    assert.equal(clock.pendingTimers, 0);
  }
});

test('not for ever', () => {
  const { clock, gone } = waiting();
  clock.advance(4000);
  assert.equal(gone(), 1);
});

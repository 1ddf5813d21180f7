// A subscription that stands: which words of a notifier start its timer anew, and which leave it as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newUsage, type UsageContext, type UsageState, type UsageStep, usageMachine } from '#sip/ua/subscription/usage-machine';

function at(nowMs: number): UsageContext {
  return { nowMs, fraction: 0, patienceMs: 32_000 };
}

function notified(
  state: UsageState,
  nowMs: number,
  expiresS: number | undefined,
  phase: 'active' | 'pending' = 'active',
): UsageStep {
  const told = { state: phase, expiresS, reason: undefined, retryAfterMs: undefined };
  return usageMachine(state, { type: 'notified', state: told }, at(nowMs));
}

/** Active for 600 s from 0 on. */
function standing(): UsageState {
  return notified(newUsage(600, at(0)), 0, 600).state;
}

test('the first NOTIFY starts the timer, with or without a time', () => {
  for (const expiresS of [600, undefined]) {
    const { actions } = notified(newUsage(600, at(0)), 0, expiresS);
    assert.deepEqual(actions, [
      { type: 'reportPhase', phase: 'active' },
      { type: 'startTimer', delayMs: 560_000 },
    ]);
  }
});

test('times that count down in step leave timer and end as they are, however many there are', () => {
  let state = standing();
  for (let second = 1; second <= 500; second++) {
    const step = notified(state, second * 1000, 600 - second);
    assert.deepEqual(step.actions, []);
    state = step.state;
  }
  assert.ok(state.name === 'standing' && state.endsAtMs === 600_000);
});

test('times that drift by a little each are in step until they add up', () => {
  let state = standing();
  let timers = 0;
  for (let second = 1; second <= 10; second++) {
    const step = notified(state, second * 1000, 600 - 2 * second);
    timers += step.actions.filter(({ type }) => type === 'startTimer').length;
    state = step.state;
  }
  assert.ok(timers >= 4, `${timers}`);
  assert.ok(state.name === 'standing' && Math.abs(state.endsAtMs - 590_000) < 2000);
});

for (const expiresS of [60, 3600]) {
  test(`a time that is out of step (${expiresS} s) is the one that counts`, () => {
    const { state, actions } = notified(standing(), 10_000, expiresS);
    assert.ok(state.name === 'standing' && state.endsAtMs === 10_000 + expiresS * 1000);
    assert.deepEqual(
      actions.map(({ type }) => type),
      ['startTimer'],
    );
  });
}

test('a new phase in step is told', () => {
  const pending = notified(newUsage(600, at(0)), 0, 600, 'pending').state;
  assert.deepEqual(notified(pending, 5000, 595).actions, [{ type: 'reportPhase', phase: 'active' }]);
});

test('a time during a refresh moves the end, and the answer starts the timer', () => {
  const refreshing = usageMachine(standing(), { type: 'timerExpired' }, at(560_000)).state;
  const told = notified(refreshing, 560_000, 20);
  assert.deepEqual(told.actions, []);
  assert.ok(told.state.name === 'standing' && told.state.endsAtMs === 580_000);
  const { actions } = usageMachine(told.state, { type: 'accepted', expiresS: 600 }, at(560_100));
  assert.deepEqual(actions, [{ type: 'startTimer', delayMs: 560_000 }]);
});

test('a time outside the limits counts as the limit, and what counts down from it changes nothing', () => {
  const limits = { shortestS: 60, longestS: 1000, retryS: 10 };
  for (const [toldS, countsS] of [
    [20, 60],
    [3600, 1000],
  ] as const) {
    const told = { state: 'active', expiresS: toldS, reason: undefined, retryAfterMs: undefined } as const;
    const first = usageMachine(newUsage(3600, at(0)), { type: 'notified', state: told }, { ...at(0), limits });
    assert.ok(first.state.name === 'standing' && first.state.endsAtMs === countsS * 1000);
    const later = { ...told, expiresS: toldS - 10 };
    const second = usageMachine(first.state, { type: 'notified', state: later }, { ...at(10_000), limits });
    assert.deepEqual([second.state, second.actions], [first.state, []]);
    const renewed = usageMachine(second.state, { type: 'accepted', expiresS: toldS }, { ...at(20_000), limits });
    assert.ok(renewed.state.name === 'standing' && renewed.state.endsAtMs === 20_000 + countsS * 1000);
  }
});

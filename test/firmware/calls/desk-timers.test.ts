// What happens when nobody does anything: calls that ring too long, numbers that nobody finishes, ended calls in sight.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskInput } from '#firmware/calls/desk-messages';
import { DeskTimers, type DeskTimes } from '#firmware/calls/desk-timers';
import { DialPlan } from '#firmware/dialplan/dial-plan';
import { DeskDriver } from '#test/support/desk-driver';
import { FakeClock } from '#test/support/fake-clock';

const usual: DeskTimes = {
  firstDigitMs: 30_000,
  interdigitMs: 5000,
  completeMs: 3000,
  unansweredMs: 60_000,
  forwardAfterMs: 20_000,
  automatic: undefined,
};

function setUp(times: DeskTimes = usual, plan?: DialPlan): { clock: FakeClock; timers: DeskTimers; reported: DeskInput[] } {
  const clock = new FakeClock();
  const reported: DeskInput[] = [];
  const timers = new DeskTimers({
    clock,
    times: () => times,
    planned: (_, typed) => plan?.read(typed),
    report: (input) => void reported.push(input),
  });
  return { clock, timers, reported };
}

describe('time on the desk', () => {
  it('gives up a call that rings for a minute, and not one that was answered', () => {
    const { clock, timers, reported } = setUp();
    const desk = new DeskDriver().arrives('in-1').arrives('in-2', 1);
    timers.follow(desk.state);
    clock.advance(30_000);
    timers.follow(desk.do({ type: 'answer', call: 'in-1' }).state);
    clock.advance(30_000);
    assert.deepEqual(reported, [{ type: 'callUnanswered', call: 'in-2' }]);
  });

  it('shows an ended call for 3 s', () => {
    const { clock, timers, reported } = setUp();
    timers.follow(new DeskDriver().arrives('in-1').press('reject').state);
    clock.advance(2999);
    assert.deepEqual(reported, []);
    clock.advance(1);
    assert.deepEqual(reported, [{ type: 'endedCallExpired', call: 'in-1' }]);
  });

  it('dials after the pause since the last digit, off-hook only', () => {
    const { clock, timers, reported } = setUp();
    const desk = new DeskDriver().press('liftHandset').type('1');
    timers.follow(desk.state);
    clock.advance(4000);
    timers.follow(desk.type('2').state);
    clock.advance(4999);
    assert.deepEqual(reported, []);
    clock.advance(1);
    assert.deepEqual(reported, [{ type: 'dialingTimedOut' }]);
    for (const [plan, afterMs] of [
      ['(12x.)', 3000],
      ['(12xx)', 5000],
      ['(12xS2|12xxx.)', 5000],
      ['(12S1|12xxx.)', 1000],
    ] as const) {
      const planned = setUp(usual, new DialPlan(plan));
      planned.timers.follow(desk.state);
      planned.clock.advance(afterMs - 1);
      assert.deepEqual(planned.reported, [], plan);
      planned.clock.advance(1);
      assert.deepEqual(planned.reported, [{ type: 'dialingTimedOut' }], plan);
    }
    const onHook = setUp();
    onHook.timers.follow(new DeskDriver().type('12').state);
    onHook.clock.advance(600_000);
    assert.deepEqual(onHook.reported, []);
  });

  it('does not start the pause anew for what is not dialling', () => {
    const { clock, timers, reported } = setUp();
    const desk = new DeskDriver().press('liftHandset').type('1');
    timers.follow(desk.state);
    clock.advance(4000);
    timers.follow(desk.press('volumeUp').state);
    clock.advance(1000);
    assert.equal(reported.length, 1);
  });

  it('dials the automatic number when nothing was typed', () => {
    const { clock, timers, reported } = setUp({ ...usual, automatic: { number: '112', afterMs: 0 } });
    timers.follow(new DeskDriver().press('liftHandset').state);
    clock.advance(0);
    assert.deepEqual(reported, [{ type: 'dial', number: '112', line: 0 }]);
  });

  it('leaves nothing behind', () => {
    const { clock, timers } = setUp();
    timers.follow(new DeskDriver().arrives('in-1').press('pressSpeaker').arrives('in-2').press('openLine').state);
    timers.close();
    assert.equal(clock.pendingTimers, 0);
  });
});

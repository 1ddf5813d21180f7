// The lamps: a table of what each says, and that a board is told only of changes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LedName, LedState, Leds } from '#hal/leds/leds';
import { call, endedCall, FakePhone, heldCall, incomingCall, line, outgoingCall, snapshot } from '#test/support/phone-fixture';
import type { FunctionKeySnapshot, MonitorState } from '#ui/function-keys-snapshot';
import { lampStates } from '#ui/leds/lamp-states';
import { Lamps } from '#ui/leds/lamps';
import type { Notice, PhoneSnapshot } from '#ui/phone';

const registered = snapshot({ lines: [line(0)] });
const audio = registered.audio;

function monitor(state: MonitorState): FunctionKeySnapshot {
  return { index: 1, kind: 'monitor', label: 'Ben', number: '1002', line: 0, state, remote: undefined };
}

function notice(severity: Notice['severity']): Notice {
  return { id: 'n', severity, title: 'No network', text: 'Check the cable.' };
}

describe('lamp states', () => {
  const table: readonly (readonly [string, Partial<PhoneSnapshot>, LedName, string])[] = [
    ['a registered line', {}, 'line1', 'green steady'],
    ['a key without a meaning', {}, 'function1', 'off off'],
    ['a speed dial', { monitors: [monitor('unknown')] }, 'function2', 'off off'],
    ['somebody free', { monitors: [monitor('idle')] }, 'function2', 'green steady'],
    ['somebody whose phone rings', { monitors: [monitor('ringing')] }, 'function2', 'red fast'],
    ['somebody who talks', { monitors: [monitor('busy')] }, 'function2', 'red steady'],
    ['somebody who holds', { monitors: [monitor('held')] }, 'function2', 'red slow'],
    ['somebody whose phone is off', { monitors: [monitor('offline')] }, 'function2', 'amber steady'],
    ['no line', {}, 'line2', 'off off'],
    ['a line that is off', { lines: [line(0, { registration: { state: 'off' } })] }, 'line1', 'off off'],
    ['registering', { lines: [line(0, { registration: { state: 'registering' } })] }, 'line1', 'amber slow'],
    [
      'registration failed',
      { lines: [line(0, { registration: { state: 'failed', reason: '', retryAtMs: undefined } })] },
      'line1',
      'amber steady',
    ],
    ['seized', { dialing: { line: 0, number: '', offHook: true } }, 'line1', 'red steady'],
    ['a number typed on-hook', { dialing: { line: 0, number: '1', offHook: false } }, 'line1', 'green steady'],
    ['calling', { calls: [outgoingCall] }, 'line1', 'red steady'],
    ['talking', { calls: [call()] }, 'line1', 'red steady'],
    ['held', { calls: [heldCall] }, 'line1', 'red slow'],
    ['ringing', { calls: [incomingCall] }, 'line1', 'red fast'],
    ['a call waiting beside another', { calls: [call(), incomingCall] }, 'line1', 'red fast'],
    ['talking beside a held call', { calls: [heldCall, call()] }, 'line1', 'red steady'],
    ['a call that has ended', { calls: [endedCall] }, 'line1', 'green steady'],
    ['nothing new', {}, 'message', 'off off'],
    ['ringing', { calls: [incomingCall] }, 'message', 'red fast'],
    ['messages', { lines: [line(0, { newMessages: 1 })], missedCalls: 1 }, 'message', 'red steady'],
    ['missed calls', { missedCalls: 1 }, 'message', 'red slow'],
    ['something is wrong, whatever waits', { notices: [notice('error')], missedCalls: 1 }, 'message', 'red steady'],
    ['something to know', { notices: [notice('information')] }, 'message', 'off off'],
    ['messages', { lines: [line(0, { newMessages: 1 })] }, 'voicemail', 'red steady'],
    ['no messages', {}, 'voicemail', 'off off'],
    ['muted', { audio: { ...audio, muted: true } }, 'mute', 'red steady'],
    ['hands-free', { audio: { ...audio, path: 'speaker' } }, 'speaker', 'green steady'],
    ['headset', { audio: { ...audio, path: 'headset' } }, 'headset', 'green steady'],
    ['handset', { audio: { ...audio, path: 'handset' } }, 'speaker', 'off off'],
  ];
  for (const [situation, values, lamp, expected] of table) {
    it(`${situation}: ${lamp} ${expected}`, () => {
      const state = lampStates({ ...registered, ...values }).get(lamp);
      assert.equal(`${state?.color} ${state?.pattern}`, expected);
    });
  }
});

class RecordingLeds implements Leds {
  readonly names: ReadonlySet<LedName> = new Set(['line1', 'message']);
  readonly told: string[] = [];
  readonly rhythms: (readonly number[])[] = [];

  set(name: LedName, state: LedState): void {
    this.told.push(`${name} ${state.color} ${state.pattern}`);
    if (state.stepsMs !== undefined) this.rhythms.push(state.stepsMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

describe('lamps', () => {
  it('tell the board of a rhythm that changed', () => {
    const leds = new RecordingLeds();
    const fake = new FakePhone(registered);
    const rhythms = [[100, 900], [100, 900], [100, 100, 100, 700], [100]];
    let round = 0;
    const states = () =>
      new Map<LedName, LedState>([['line1', { color: 'red', pattern: 'custom', stepsMs: rhythms[round] ?? [] }]]);
    const lamps = new Lamps({ leds, phone: fake.phone, states });
    lamps.start();
    for (round = 1; round < rhythms.length; round++) fake.become({ ...registered, missedCalls: round });
    assert.deepEqual(leds.rhythms, [[100, 900], [100, 100, 100, 700], [100]]);
    lamps.close();
  });

  it('tell the board of its own lamps, and of changes only', () => {
    const leds = new RecordingLeds();
    const fake = new FakePhone(registered);
    const lamps = new Lamps({ leds, phone: fake.phone });
    lamps.start();
    assert.deepEqual(leds.told, ['line1 green steady', 'message off off']);
    fake.become({ ...registered, doNotDisturb: true });
    fake.become({ ...registered, missedCalls: 1 });
    assert.deepEqual(leds.told.slice(2), ['message red slow']);
    lamps.close();
    assert.deepEqual(leds.told.slice(3), ['line1 off off', 'message off off']);
    fake.become(registered);
    assert.equal(leds.told.length, 5);
  });
});

// The pure machines of the user agent: every state meets every input, and the numbers of the RFCs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type RegistrationAction,
  type RegistrationInput,
  type RegistrationState,
  registrationMachine,
} from '#sip/ua/account/registration-machine';
import {
  type ModificationInput,
  type ModificationState,
  meetReinvite,
  modificationMachine,
} from '#sip/ua/call/modification-machine';
import { seededRandom } from '#test/support/lossy-network';

const policy = { expiresS: 600, retryS: 30, retryMaxS: 300, retriesSoon: () => true, longRetryS: 0 };
const context = { policy, fraction: 0.5 };
const refused: RegistrationInput = { type: 'failed', cause: 'timedOut', status: undefined, reason: '', retryAfterMs: undefined };

function delayOf(actions: readonly RegistrationAction[]): number | undefined {
  return actions.find((action) => action.type === 'startTimer')?.delayMs;
}

test('the pauses double from retryS up to five minutes', () => {
  let state: RegistrationState = registrationMachine({ name: 'idle' }, { type: 'wanted' }, context).state;
  const delays: (number | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    const step = registrationMachine(state, refused, context);
    delays.push(delayOf(step.actions));
    state = registrationMachine(step.state, { type: 'timerExpired' }, context).state;
  }
  assert.deepEqual(delays, [22_500, 45_000, 90_000, 180_000, 225_000, 225_000]);
});

test('the refresh leaves room for a lost one, also for short and absurd times', () => {
  const registering: RegistrationState = { name: 'registering', failures: 0, askS: 600, again: false };
  const delay = (expiresS: number) => delayOf(registrationMachine(registering, { type: 'accepted', expiresS }, context).actions);
  assert.deepEqual([3600, 60, 1].map(delay), [3_560_000, 30_000, 5000]);
});

test('423 without a greater Min-Expires is a refusal, not a loop', () => {
  const registering: RegistrationState = { name: 'registering', failures: 0, askS: 600, again: false };
  for (const minimumS of [0, 600, 1_000_000]) {
    assert.equal(registrationMachine(registering, { type: 'tooBrief', minimumS }, context).state.name, 'waiting');
  }
});

test('unregistering ends in idle whatever the registrar says', () => {
  const inputs: RegistrationInput[] = [{ type: 'accepted', expiresS: 0 }, { type: 'tooBrief', minimumS: 9 }, refused];
  for (const input of inputs) {
    const { state, actions } = registrationMachine({ name: 'unregistering' }, input, context);
    assert.equal(state.name, 'idle');
    assert.deepEqual(actions, [{ type: 'report', event: { type: 'unregistered' } }]);
  }
});

test('a settings change during an attempt starts another after it, whatever came of it', () => {
  const { state } = registrationMachine(
    { name: 'registering', failures: 3, askS: 600, again: false },
    { type: 'outdated' },
    context,
  );
  for (const input of [{ type: 'accepted', expiresS: 600 } as const, refused]) {
    const step = registrationMachine(state, input, context);
    assert.ok(step.actions.some((action) => action.type === 'send'));
  }
});

test('any walk keeps a timer exactly while one is needed, and never sends twice in one step', () => {
  const next = seededRandom(5);
  const inputs: RegistrationInput[] = [
    { type: 'wanted' },
    { type: 'unwanted' },
    { type: 'outdated' },
    { type: 'timerExpired' },
    { type: 'connectionLost' },
    { type: 'accepted', expiresS: 300 },
    { type: 'accepted', expiresS: 0 },
    { type: 'tooBrief', minimumS: 900 },
    refused,
    { ...refused, cause: 'credentialsRefused', status: 401 },
  ];
  let state: RegistrationState = { name: 'idle' };
  let timer = false;
  for (let i = 0; i < 20_000; i++) {
    const input = inputs[Math.floor(next() * inputs.length)] as RegistrationInput;
    if (input.type === 'timerExpired' && !timer) continue;
    if (input.type === 'timerExpired') timer = false;
    const step = registrationMachine(state, input, context);
    state = step.state;
    for (const action of step.actions) if (action.type.endsWith('Timer')) timer = action.type === 'startTimer';
    assert.equal(timer, state.name === 'registered' || state.name === 'waiting', `${state.name} after ${input.type}`);
    assert.ok(step.actions.filter((action) => action.type === 'send').length <= 1);
  }
});

test('after glare the owner of the Call-ID waits 2.1 to 4 s, the other at most 2 s', () => {
  const requesting: ModificationState = { name: 'requesting', wish: 'held', next: undefined };
  const delay = (callIdIsOurs: boolean, fraction: number) => {
    const { actions } = modificationMachine(requesting, { type: 'refused', status: 491 }, { callIdIsOurs, fraction });
    const [action] = actions;
    return action?.type === 'startTimer' ? action.delayMs : undefined;
  };
  assert.deepEqual([delay(true, 0), delay(true, 0.9999), delay(false, 0), delay(false, 0.9999)], [2100, 4000, 0, 2000]);
});

test('one re-INVITE at a time, whatever comes', () => {
  const next = seededRandom(6);
  const inputs: ModificationInput[] = [
    { type: 'wished', wish: 'held' },
    { type: 'wished', wish: 'active' },
    { type: 'wished', wish: 'refresh' },
    { type: 'accepted' },
    { type: 'refused', status: 491 },
    { type: 'refused', status: 488 },
    { type: 'timerExpired' },
    { type: 'answered', offerIsOurs: false },
    { type: 'answered', offerIsOurs: true },
    { type: 'wished', wish: 'touch' },
    { type: 'agreed' },
    { type: 'acknowledged' },
  ];
  let state: ModificationState = { name: 'establishing', offerIsOurs: true, next: undefined };
  for (let i = 0; i < 20_000; i++) {
    const input = inputs[Math.floor(next() * inputs.length)] as ModificationInput;
    const before = state;
    const step = modificationMachine(state, input, { callIdIsOurs: true, fraction: next() });
    state = step.state;
    const requests = step.actions.filter((action) => action.type === 'request').length;
    assert.ok(requests <= 1);
    if (requests === 1) assert.equal(state.name, 'requesting');
    if (before.name === 'requesting' && input.type === 'wished') assert.equal(requests, 0);
    assert.equal(meetReinvite(state) === 'welcome', state.name === 'stable' || state.name === 'backingOff');
  }
});

test('the administrator limits what a registrar grants, and adds chance to the pauses', () => {
  const limits = { shortestS: 300, longestS: 1000, refreshBeforeS: 100, addedRetryS: 10, addedLongRetryS: 20 };
  const limited = { policy: { ...policy, limits }, fraction: 0.5 };
  const registering: RegistrationState = { name: 'registering', failures: 0, askS: 600, again: false };
  const delay = (expiresS: number) => delayOf(registrationMachine(registering, { type: 'accepted', expiresS }, limited).actions);
  assert.deepEqual([1, 500, 5000].map(delay), [200_000, 400_000, 900_000]);
  assert.equal(registrationMachine(registering, { type: 'accepted', expiresS: 0 }, limited).state.name, 'waiting');
  assert.equal(delayOf(registrationMachine(registering, refused, limited).actions), 27_500);
  const later = { ...limited, policy: { ...limited.policy, retriesSoon: () => false, longRetryS: 100 } };
  const refusal: RegistrationInput = { ...refused, cause: 'refused', status: 404 };
  assert.equal(delayOf(registrationMachine(registering, refusal, later).actions), 122_500);
});

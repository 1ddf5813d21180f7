// The lock's parameters: after how long it closes, which calls a locked phone makes and takes, and of whose line.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { dial, lineAt, putDown } from '#test/support/household';
import { PhoneTime } from '#test/support/phone-time';
import { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

const minuteMs = 60_000;
let lab: Lab;
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;
let other: SimulatedPhone;

before(async () => {
  time = new PhoneTime();
  lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  const lock = { 'system/pin_lock/pin': '4711', 'system/pin_lock/enabled': 0, 'system/pin_lock/timeout': 3 };
  ({ phone, admin } = await startAdministeredPhone({ ...time.options, params: { ...lineAt(lab.port, '1001'), ...lock } }));
  other = await SimulatedPhone.start({ board: 'simulated/mono-128', params: lineAt(lab.port, '1002') });
  await Promise.all([phone.waitForLine(), other.waitForLine()]);
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await lab[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});

/** Whether a locked phone rings when it is called. */
async function takesCall(): Promise<boolean> {
  await dial(other, '1001');
  const rings = await phone.waitFor('a ring, or a refusal', async () => {
    if ((await phone.screen()).screen === 'incoming') return { is: true };
    return (await other.screen()).screen === 'ended' ? { is: false } : undefined;
  });
  await putDown(other);
  await lockedAgain();
  return rings.is;
}

/** The call that ended is put away. */
async function lockedAgain(): Promise<void> {
  await phone.waitFor('the lock again', async () => {
    const { screen } = await phone.screen();
    if (screen === 'ended') await phone.press('back');
    return screen === 'locked' ? true : undefined;
  });
}

/** Whether a locked phone calls somebody when it is told to. */
async function makesCall(): Promise<boolean> {
  await phone.type('1002');
  await phone.softKey('dial');
  const { screen } = await phone.waitForScreen('outgoing', 'ended');
  if (screen === 'outgoing') await other.waitForScreen('incoming');
  if (screen === 'outgoing') await phone.softKey('end');
  await lockedAgain();
  await other.waitForScreen('idle', 'ended');
  return screen === 'outgoing';
}

test('it closes by itself after its time, counted from the last key, and only while it is enabled', async () => {
  await changeSettings(admin, { 'system/pin_lock/enabled': true });
  await phone.press('back');
  await time.skip(phone, 2 * minuteMs);
  await phone.press('back');
  await time.skip(phone, 2 * minuteMs);
  await phone.press('back');
  await phone.waitForScreen('idle');
  await time.skip(phone, 3 * minuteMs);
  await phone.waitForScreen('locked');
  await changeSettings(admin, { 'system/pin_lock/enabled': false });
  await phone.waitForScreen('idle');
  await changeSettings(admin, { 'system/pin_lock/enabled': true });
  await phone.waitForScreen('locked');
});

const rules = [
  { value: 'GET_FROM_INBAND', makes: false, takes: true },
  { value: 'ALLOW_BOTH', makes: true, takes: true },
  { value: 'ALLOW_INCOMING_ONLY', makes: false, takes: true },
  { value: 'DENY_BOTH', makes: false, takes: false },
];
for (const { value, makes, takes } of rules) {
  test(`with ${value} it ${makes ? 'makes' : 'makes no'} calls and takes ${takes ? 'them' : 'none'}`, async () => {
    await changeSettings(admin, { 'system/pin_lock/calls': value });
    assert.equal(await makesCall(), makes);
    assert.equal(await takesCall(), takes);
  });
}

test('calls of a line that is shared with others are taken only when that is allowed', async () => {
  await changeSettings(admin, { 'system/pin_lock/calls': null, 'voip/line/0/shared_line/enabled': true });
  await phone.waitForLine();
  assert.equal(await takesCall(), false);
  await changeSettings(admin, { 'system/pin_lock/answer_delegate_calls': true });
  assert.equal(await takesCall(), true);
});

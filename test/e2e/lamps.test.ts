// The lamps tell, at each step of a call, what the screen tells.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { Household, lampOf } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

let house: Household;
before(async () => {
  house = await Household.start();
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

function assertLamp(phone: SimulatedPhone, name: string, expected: string): Promise<void> {
  return eventually(async () => assert.equal(await lampOf(phone, name), expected, name));
}

test('line and message lamps go through a whole call', async () => {
  const { ann, ben } = house;
  await assertLamp(ann, 'line1', 'green steady');
  await ann.hook(true);
  await assertLamp(ann, 'line1', 'red steady');
  await ann.type('1002');
  await ann.softKey('dial');
  await assertLamp(ann, 'line1', 'red steady');
  await ben.waitForScreen('incoming');
  await assertLamp(ben, 'line1', 'red fast');
  await assertLamp(ben, 'message', 'red fast');
  await ben.press('speaker');
  await ann.waitForScreen('call');
  await assertLamp(ben, 'line1', 'red steady');
  await assertLamp(ben, 'message', 'off off');
  await assertLamp(ben, 'speaker', 'green steady');
  await ann.softKey('hold');
  await assertLamp(ann, 'line1', 'red slow');
  await ann.softKey('resume');
  await assertLamp(ann, 'line1', 'red steady');
  await ben.press('mute');
  await assertLamp(ben, 'mute', 'red steady');
  await ben.press('speaker');
  await ann.waitForScreen('ended');
  await assertLamp(ben, 'mute', 'off off');
  await assertLamp(ben, 'speaker', 'off off');
  await assertLamp(ben, 'line1', 'green steady');
});

test('the headset lamp shines while the headset is open', async () => {
  const { ben } = house;
  await ben.post('/api/headset', { plugged: true });
  await assertLamp(ben, 'headset', 'off off');
  await ben.press('headset');
  await assertLamp(ben, 'headset', 'green steady');
  await ben.press('headset');
  await assertLamp(ben, 'headset', 'off off');
});

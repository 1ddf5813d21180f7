// What the lab tells of by itself: the message lamp for its mailboxes, the lamps of function keys for who is in a call there.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { dial, Household, lampOf, putDown } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

const watched = ['600', '1002', '602'];
let house: Household;
before(async () => {
  const keys = Object.fromEntries(
    watched.flatMap((number, index) => [
      [`personal_settings/functional_key/${index}/type`, 'SPEED_DIAL_BLF'],
      [`personal_settings/functional_key/${index}/speed_dial_number`, number],
    ]),
  );
  // Ann hears of messages unasked, Ben asks.
  const ben = { board: 'simulated/color-320', params: { 'voip/services/msg_waiting_ind/subscribe': 1 } };
  house = await Household.start({ ann: { params: keys }, ben });
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

async function waitForLamp(phone: SimulatedPhone, name: string, expected: string): Promise<void> {
  await phone.waitFor(`${name} ${expected}`, async () => ((await lampOf(phone, name)) === expected ? true : undefined));
}

const dark = 'off off';
const waiting = 'red steady';

test('the message lamp lights when a message is left, and goes out when it was heard', async () => {
  const { ann } = house;
  await waitForLamp(ann, 'message', dark);
  await dial(ann, '609');
  await ann.waitForScreen('ended');
  await putDown(ann);
  await waitForLamp(ann, 'message', waiting);
  assert.deepEqual(house.lab.mailboxes.of('1001'), { new: 1, old: 0 });
  await dial(ann, '610');
  await ann.waitForScreen('call');
  await putDown(ann);
  await waitForLamp(ann, 'message', dark);
});

test('a phone that subscribed learns the same in its dialog', async () => {
  const { ben, lab } = house;
  await ben.waitFor('SUBSCRIBE', () => Promise.resolve(lab.requestCounts.has('SUBSCRIBE') ? true : undefined));
  lab.mailboxes.leave('1002');
  await waitForLamp(ben, 'message', waiting);
  lab.mailboxes.hear('1002');
  await waitForLamp(ben, 'message', dark);
});

test('the lamp of a function key follows a number of the lab, and a phone, through a call', async () => {
  const { ann, ben } = house;
  for (const lamp of ['function1', 'function2']) await waitForLamp(ann, lamp, 'green steady');
  await waitForLamp(ann, 'function3', 'red steady');
  await dial(ben, '600');
  await ben.waitForScreen('call');
  for (const lamp of ['function1', 'function2']) await waitForLamp(ann, lamp, 'red steady');
  await putDown(ben);
  for (const lamp of ['function1', 'function2']) await waitForLamp(ann, lamp, 'green steady');
});

test('a watched phone that rings blinks, and rests when the caller gives up', async () => {
  const { ann } = house;
  await house.ring();
  await waitForLamp(ann, 'function2', 'red fast');
  await putDown(ann);
  await waitForLamp(ann, 'function2', 'green steady');
});

// Programmable keys as a person uses them: the second page, a line key that is none, a key that is made something by holding it, and a
// discreet call. Calls are taken over from a PBX in test/interop/asterisk-keys.test.ts.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Household, lampOf, listen, putDown, speak, words } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

const key = (index: number, name: string): string => `personal_settings/functional_key/${index}/${name}`;
const params = {
  [key(0, 'type')]: 'SPEED_DIAL_BLF',
  [key(0, 'speed_dial_number')]: '1002',
  [key(0, 'key_label')]: 'Ben',
  [key(1, 'type')]: 'KEY_EVENT',
  [key(1, 'key_event')]: 'DND_ALL',
  [key(2, 'type')]: 'DISCREETCALL',
  [key(2, 'speed_dial_number')]: '1002',
  [key(14, 'type')]: 'SPEED_DIAL',
  [key(14, 'speed_dial_number')]: '600',
  [key(14, 'key_label')]: 'Echo',
  // The second of the second page.
  [key(19, 'type')]: 'SPEED_DIAL',
  [key(19, 'speed_dial_number')]: '600',
  [key(19, 'key_label')]: 'Echo far',
  'personal_settings/discreet_call/enabled': 1,
};

let house: Household;
before(async () => {
  house = await Household.start({ ann: { params } });
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

async function lampIs(phone: SimulatedPhone, name: string, expected: string): Promise<void> {
  await phone.waitFor(`${name} ${expected}`, async () => ((await lampOf(phone, name)) === expected ? true : undefined));
}

test('the keys of the second page are a turn away, and call', async () => {
  const { ann } = house;
  await ann.press('right');
  assert.ok(words(await ann.screen()).includes('Ben'));
  await ann.press('right');
  assert.equal((await ann.screen()).title, 'Keys 2/2');
  await ann.press('function2');
  await ann.waitForScreen('call');
  await putDown(ann);
  await ann.press('right');
  await ann.press('right');
  assert.equal((await ann.screen()).title, 'Keys 1/2');
});

test('a line key that was made a speed dial says so and calls', async () => {
  const { ann } = house;
  assert.ok(words(await ann.screen()).includes('Echo'));
  await ann.press('line3');
  await ann.waitForScreen('call');
  await putDown(ann);
});

test('a key switches do not disturb, and its lamp says so', async () => {
  const { ann } = house;
  await lampIs(ann, 'function2', 'off off');
  await ann.press('function2');
  await lampIs(ann, 'function2', 'red steady');
  await ann.press('function2');
  await lampIs(ann, 'function2', 'off off');
});

test('a key is made something by holding it, from the list of calls', async () => {
  const { ann } = house;
  await ann.post('/api/key', { key: 'function6', action: 'long' });
  assert.equal((await ann.screen()).title, 'Key 6 is');
  await ann.press('down');
  await ann.softKey('select');
  assert.ok(words(await ann.screen()).includes('Enter a number'));
  await ann.softKey('select');
  await ann.type('600');
  await ann.softKey('next');
  // Each letter is the first of its key: how fast the keys come does not matter.
  await ann.type('3232');
  await ann.softKey('save');
  await lampIs(ann, 'function6', 'green steady');
  assert.equal((await ann.screen()).screen, 'idle');
  await ann.press('right');
  assert.match(words(await ann.screen()), /"dada"/i);
  await ann.press('back');
  await ann.press('function6');
  await ann.waitForScreen('call');
  await putDown(ann);
  await ann.post('/api/key', { key: 'function6', action: 'long' });
  await ann.press('up');
  await ann.softKey('select');
  await lampIs(ann, 'function6', 'off off');
});

test('a discreet call is heard by the other side only, and shown nowhere', async () => {
  const { ann, ben } = house;
  await speak(ann, 700);
  await ann.press('function3');
  await ben.waitForScreen('incoming');
  assert.equal((await ann.screen()).screen, 'idle');
  await ben.press('speaker');
  await speak(ben, 1500);
  await ben.waitFor('the room', async () => (Math.abs((await listen(ben, 'speaker', 0.3)).hz - 700) < 3 ? true : undefined));
  assert.equal((await ann.screen()).screen, 'idle');
  for (const lamp of ['line1', 'speaker']) assert.doesNotMatch(await lampOf(ann, lamp), /red|slow|fast/, lamp);
  assert.equal(await lampOf(ann, 'speaker'), 'off off');
  assert.ok((await listen(ann, 'speaker', 0.5)).dbov < -60);
  await ann.press('speaker');
  await ann.waitForScreen('offhook');
  await ann.press('speaker');
  await putDown(ben);
  await ben.waitForScreen('idle');
});

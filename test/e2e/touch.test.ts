// The phone by a finger alone, as on a board that has a touch-screen and no keys: a number is dialled, digits are sent in a call, a
// list is turned over. The expected places are those of the picture at 800 by 480.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Household } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

let house: Household;
before(async () => {
  house = await Household.start({ ann: { board: 'simulated/touch-800' } });
});
after(async () => await house[Symbol.asyncDispose]());

const newCall: readonly [number, number] = [340, 285];
const keypad: readonly [number, number] = [710, 235];
const softKey = (place: number): readonly [number, number] => [100 + 200 * (place - 1), 446];
/** Of a list without tabs. */
const row = (place: number): readonly [number, number] => [300, 80 + 73 * (place - 1)];

const padRows = ['123', '456', '789', '*0#'];
function padKey(digit: string): readonly [number, number] {
  const line = padRows.findIndex((keys) => keys.includes(digit));
  return [528 + 109 * (padRows[line] ?? '').indexOf(digit), 90 + 92 * line];
}

async function touch(phone: SimulatedPhone, [x, y]: readonly [number, number], action = 'press'): Promise<void> {
  await phone.post('/api/touch', { x, y, action });
}

async function numberOf(phone: SimulatedPhone): Promise<string | undefined> {
  const items = (await phone.screen()).items as readonly { role: string; text: string }[];
  return items.find(({ role }) => role === 'number')?.text;
}

test('a number is dialled, the call takes digits and is ended', async () => {
  const { ann, ben } = house;
  await touch(ann, newCall);
  await ann.waitForScreen('offhook');
  for (const digit of '1002') await touch(ann, padKey(digit));
  assert.equal(await numberOf(ann), '1002');
  await touch(ann, softKey(1));
  await ben.waitForScreen('incoming');
  await ben.press('speaker');
  await ann.waitForScreen('call');
  await touch(ann, keypad);
  for (const digit of '12#') await touch(ann, padKey(digit));
  const { items, softkeys } = await ann.screen();
  assert.ok(
    (items as readonly { text: string }[]).some(({ text }) => text === '12#'),
    'the digits that were sent are shown',
  );
  assert.deepEqual(
    (softkeys as readonly { action: string }[]).map(({ action }) => action),
    ['hold', '', 'close', 'end'],
  );
  await touch(ann, softKey(4));
  await house.rest();
});

test('a held 0 becomes a plus', async () => {
  const { ann } = house;
  await touch(ann, newCall);
  await ann.waitForScreen('offhook');
  await touch(ann, padKey('0'), 'down');
  await ann.waitFor('the plus', async () => ((await numberOf(ann)) === '+' ? true : undefined));
  await touch(ann, padKey('0'), 'up');
  await touch(ann, softKey(4));
  await ann.waitForScreen('idle');
});

test('the call log is turned to the calls that were missed', async () => {
  const { ann } = house;
  await touch(ann, softKey(4));
  await touch(ann, row(1));
  assert.equal((await ann.screen()).id, 'callLog');
  await touch(ann, [260, 75]);
  const tabs = (await ann.screen()).items as readonly { role: string; id: string; selected?: boolean }[];
  assert.equal(tabs.find(({ role, selected }) => role === 'tab' && selected === true)?.id, 'missed');
});

// The directory by keys alone: a contact is written, looked for, called, seen when it calls, saved from the log, deleted; and everything is
// there after the power has gone.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { dial, Household, lineAt, putDown, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

interface Item {
  readonly role: string;
  readonly id?: string;
  readonly text: string;
  readonly detail?: string;
}

let house: Household;
const data = mkdtempSync(join(tmpdir(), 'directory-'));
before(async () => {
  house = await Household.start({ ann: { dataDirectory: data } });
});
after(async () => {
  await house[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true });
});
afterEach(() => (house.ann.running ? house.rest() : putDown(house.ben)));

async function items(phone: SimulatedPhone, role: string): Promise<readonly Item[]> {
  return ((await phone.screen()).items as readonly Item[]).filter((item) => item.role === role);
}

async function rows(phone: SimulatedPhone): Promise<readonly string[]> {
  return (await items(phone, 'row')).map(({ text }) => text);
}

/** Each letter is the first of its key and no key comes twice in a row: how fast the keys come does not matter. */
async function addAdam(phone: SimulatedPhone): Promise<void> {
  await phone.press('directory');
  await phone.softKey('add');
  assert.deepEqual(
    (await items(phone, 'status')).map(({ text }) => text),
    ['Abc'],
  );
  await phone.type('2326');
  assert.equal((await items(phone, 'text'))[0]?.text, 'Adam');
  await phone.softKey('save');
  await phone.press('ok');
  await phone.type('1002');
  await phone.softKey('save');
  await phone.softKey('save');
}

test('a contact is written with the keys, found by its letters, and called', async () => {
  const { ann, ben } = house;
  await addAdam(ann);
  assert.deepEqual(await rows(ann), ['Adam']);
  await ann.type('9');
  assert.deepEqual(await rows(ann), []);
  await ann.press('back');
  await ann.type('23');
  assert.deepEqual(await rows(ann), ['Adam']);
  await ann.press('ok');
  await ben.waitForScreen('incoming');
  await ben.hook(true);
  await ann.waitForScreen('call');
  assert.ok(words(await ann.screen()).includes('"Adam"'));
});

test('who calls is named, in the call and in the log', async () => {
  const { ann, ben } = house;
  await dial(ben, '1001');
  const ringing = await ann.waitForScreen('incoming');
  assert.ok(words(ringing).includes('"Adam"'));
  await house.rest();
  await ann.press('up');
  assert.equal((await rows(ann))[0], 'Adam');
});

test('digits on idle find a person, who is called from there', async () => {
  const { ann, ben } = house;
  await ann.type('232');
  assert.ok(words(await ann.screen()).includes('"Adam"'));
  await ann.press('down');
  await ann.press('ok');
  await ben.waitForScreen('incoming');
});

test('a caller is saved from the log, and deleted again', async () => {
  const { ann, ben } = house;
  await dial(ann, '1002');
  await ben.waitForScreen('incoming');
  await house.rest();
  await ben.press('up');
  await ben.softKey('details');
  await ben.softKey('more');
  await ben.softKey('save');
  // Without a name the caller is asked for it.
  const first = await ben.screen();
  if ((first.items[0] as Item).id === 'name') {
    await ben.type('7');
    await ben.softKey('save');
  }
  await ben.softKey('save');
  await ben.press('directory');
  assert.equal((await rows(ben)).length, 1);
  await ben.softKey('details');
  await ben.softKey('more');
  await ben.softKey('delete');
  await ben.softKey('delete');
  await ben.waitFor('nobody', async () => ((await rows(ben)).length === 0 ? true : undefined));
});

test('a held digit asks for its number the first time, and calls it from then on', async () => {
  const { ann, ben } = house;
  const hold = (key: string): Promise<void> => ann.post('/api/key', { key, action: 'long' });
  await hold('3');
  assert.equal((await ann.screen()).title, 'Speed dial');
  await ann.type('1002');
  await ann.softKey('save');
  await ann.waitForScreen('idle');
  await hold('3');
  await ben.waitForScreen('incoming');
});

test('after a loss of power everything is there', async () => {
  const { ann, lab } = house;
  await ann.stop('SIGKILL');
  await using again = await SimulatedPhone.start({ dataDirectory: data, params: lineAt(lab.port, '1001') });
  await again.waitForLine();
  await again.press('directory');
  assert.deepEqual(await rows(again), ['Adam']);
  await again.press('back');
  await again.press('up');
  assert.ok((await rows(again)).some((text) => text.startsWith('Adam')));
  await putDown(again);
  await again.post('/api/key', { key: '3', action: 'long' });
  await again.waitForScreen('outgoing', 'call', 'ended');
});

test('a hundred keys a second are all taken, and the phone answers', async () => {
  const { ben } = house;
  await ben.press('directory');
  await ben.softKey('add');
  await ben.type('0123456789*#'.repeat(9));
  assert.equal((await ben.screen()).screen, 'edit');
  await ben.press('back');
  await ben.softKey('cancel');
});

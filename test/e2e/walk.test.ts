// A walk through the whole phone by keys alone: a call, held and transferred; a contact, looked up; a ring, a language, a look at
// the status; and back to the defaults.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Household } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

interface Item {
  readonly role: string;
  readonly id?: string;
  readonly text: string;
  readonly detail?: string;
  readonly state?: string;
}

const data = mkdtempSync(join(tmpdir(), 'walk-'));
let house: Household;
before(async () => {
  house = await Household.start({
    ann: { dataDirectory: data, params: { 'voip/signalling/sip/hk_blind_transfer/enable': 0 } },
  });
});
after(async () => {
  await house[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true });
});

async function rows(phone: SimulatedPhone): Promise<readonly Item[]> {
  return ((await phone.screen()).items as readonly Item[]).filter(({ role }) => role === 'row');
}

/** With the arrows to the row with this id, and OK. */
async function choose(phone: SimulatedPhone, id: string): Promise<void> {
  await phone.waitFor(`row ${id}`, async () => {
    const { items, focus } = await phone.screen();
    if (typeof focus === 'number' && (items[focus] as Item).id === id) return true;
    await phone.press('down');
    return undefined;
  });
  await phone.press('ok');
}

async function open(phone: SimulatedPhone, ...ids: readonly string[]): Promise<void> {
  await phone.post('/api/key', { key: 'menu', action: 'long' });
  await phone.press('menu');
  for (const id of ids) await choose(phone, id);
}

test('a call is made, held, taken back and transferred', async () => {
  const { ann, ben } = house;
  await ann.type('1002');
  await ann.softKey('dial');
  await ben.waitForScreen('incoming');
  await ben.press('speaker');
  await ann.waitForScreen('call');
  await ann.press('hold');
  await ann.waitForScreen('held');
  await ann.press('hold');
  await ann.waitForScreen('call');
  await ann.press('transfer');
  await ann.waitForScreen('consult');
  await ann.type('600');
  await ann.softKey('blind');
  await ann.waitForScreen('idle', 'ended', 'offhook');
  await ben.waitForScreen('call');
  await ben.press('speaker');
  await house.rest();
});

test('a contact is written, looked up by its letters, and called', async () => {
  const { ann, ben } = house;
  await ann.press('directory');
  await ann.softKey('add');
  await ann.type('2326');
  await ann.softKey('save');
  await ann.press('ok');
  await ann.type('1002');
  await ann.softKey('save');
  await ann.softKey('save');
  await ann.type('23');
  assert.deepEqual(
    (await rows(ann)).map(({ text }) => text),
    ['Adam'],
  );
  await ann.press('ok');
  await ben.waitForScreen('incoming');
  await ann.softKey('end');
  await house.rest();
});

test('a ring is listened to and chosen', async () => {
  const { ann } = house;
  await open(ann, 'settings', 'sound', 'rings');
  await ann.press('down');
  await ann.softKey('listen');
  await ann.press('ok');
  await ann.waitFor('the tick', async () => ((await rows(ann))[1]?.state === 'chosen' ? true : undefined));
  await ann.press('back');
  assert.equal((await rows(ann)).find(({ id }) => id === 'rings')?.detail, 'Ring02');
});

test('the language is another one at once, and every word with it', async () => {
  const { ann } = house;
  await open(ann, 'settings', 'language', 'German');
  await ann.waitFor('German', async () => ((await ann.screen()).title === 'Einstellungen' ? true : undefined));
  assert.ok((await ann.screen()).softkeys.some(({ label }) => label === 'Zurück'));
});

test('the status is read page by page', async () => {
  const { ann } = house;
  for (const id of ['overview', 'notices', 'network', 'statistics', 'system', 'about']) {
    await open(ann, 'status', id);
    assert.equal((await ann.screen()).screen, 'list', id);
  }
});

test('the defaults come back, and what the person wrote stays', async () => {
  const { ann } = house;
  await open(ann, 'administration', 'restoreDefaults');
  const lives = (): number => ann.log.match(/the phone is up/g)?.length ?? 0;
  const before = lives();
  await ann.waitForScreen('notice');
  await ann.press('softkey1');
  await ann.waitFor('the restart', async () => (lives() > before ? true : undefined));
  await ann.waitForScreen('idle');
  await open(ann, 'settings');
  assert.equal((await ann.screen()).title, 'Settings');
  await choose(ann, 'sound');
  assert.equal((await rows(ann)).find(({ id }) => id === 'rings')?.detail, 'Ring01');
  await ann.press('directory');
  assert.deepEqual(
    (await rows(ann)).map(({ text }) => text),
    ['Adam'],
  );
});

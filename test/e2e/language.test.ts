// A person chooses another language at the phone, by the name that the language has for itself: the screen speaks it at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Screen, SimulatedPhone } from '#test/support/simulated-phone';

interface Row {
  readonly id?: string;
  readonly text?: string;
}

/** Moves the focus to the row and presses OK. */
async function choose(phone: SimulatedPhone, what: string, is: (row: Row) => boolean): Promise<void> {
  await phone.waitFor(what, async () => {
    const { items, focus }: Screen = await phone.screen();
    const row = typeof focus === 'number' ? (items[focus] as Row) : undefined;
    if (row !== undefined && is(row)) return true;
    await phone.press('down');
    return undefined;
  });
  await phone.press('ok');
}

async function speak(phone: SimulatedPhone, name: string): Promise<void> {
  await phone.press('menu');
  await choose(phone, 'settings', ({ id }) => id === 'settings');
  await choose(phone, 'language', ({ id }) => id === 'language');
  await choose(phone, name, ({ text }) => text === name);
  await phone.post('/api/key', { key: 'menu', action: 'long' });
}

test('the language changes at once, to the right-hand side and back', async () => {
  await using phone = await SimulatedPhone.start({ board: 'simulated/mono-128' });
  await phone.waitForScreen('idle');
  const menuKeyOf = (label: string): Promise<number> =>
    phone.waitFor(label, async () => {
      const at = (await phone.screen()).softkeys.findIndex((key) => key.label === label);
      return at === -1 ? undefined : at;
    });
  assert.equal(await menuKeyOf('Menu'), 3);
  await speak(phone, 'עברית');
  assert.equal(await menuKeyOf('תפריט'), 0, 'the last soft key is the leftmost');
  await phone.press('softkey1');
  await phone.waitForScreen('menu');
  await phone.post('/api/key', { key: 'menu', action: 'long' });
  await speak(phone, '日本語');
  assert.equal(await menuKeyOf('メニュー'), 3);
  await speak(phone, 'English');
  assert.equal(await menuKeyOf('Menu'), 3);
});

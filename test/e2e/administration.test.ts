// The administrator at the phone itself: defaults come back with a restart, and what is destructive is asked about first.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '#test/support/household';
import { type Screen, SimulatedPhone } from '#test/support/simulated-phone';

/** Moves the focus to the row with this id and presses OK. */
async function choose(phone: SimulatedPhone, id: string): Promise<void> {
  await phone.waitFor(`row ${id}`, async () => {
    const { items, focus }: Screen = await phone.screen();
    const row = typeof focus === 'number' ? (items[focus] as { readonly id?: string }) : undefined;
    if (row?.id === id) return true;
    await phone.press('down');
    return undefined;
  });
  await phone.press('ok');
}

test('a setting is changed at the phone, kept over a restart, and gone after the defaults were restored', async () => {
  await using phone = await SimulatedPhone.start();
  await phone.waitForScreen('idle');
  const callWaiting = async (): Promise<string | undefined> => {
    await phone.press('menu');
    await choose(phone, 'features');
    const { items } = await phone.screen();
    await phone.post('/api/key', { key: 'menu', action: 'long' });
    return (items as readonly { id?: string; detail?: string }[]).find(({ id }) => id === 'callWaiting')?.detail;
  };
  await phone.press('menu');
  await choose(phone, 'features');
  await choose(phone, 'callWaiting');
  await phone.waitFor('the switch', async () =>
    words(await phone.screen()).includes('"Call waiting","detail":"Off"') ? true : undefined,
  );
  const restarted = async (...ids: readonly string[]): Promise<void> => {
    await phone.post('/api/key', { key: 'menu', action: 'long' });
    await phone.press('menu');
    for (const id of ids) await choose(phone, id);
    const before = phone.log.match(/the phone is up/g)?.length ?? 0;
    await phone.waitForScreen('notice');
    await phone.press('softkey1');
    await phone.waitFor('the restart', async () =>
      (phone.log.match(/the phone is up/g)?.length ?? 0) > before ? true : undefined,
    );
    await phone.waitForScreen('idle');
  };
  await restarted('administration', 'restart');
  assert.equal(await callWaiting(), 'Off');
  await restarted('administration', 'restoreDefaults');
  assert.equal(await callWaiting(), 'On');
});

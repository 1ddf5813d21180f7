// Menus that the administrator hides, and the ring that each line has.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, listen } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  ({ phone, admin } = await startAdministeredPhone({
    params: { ...lineAt(server.port, 'ann'), ...lineAt(server.port, 'office', 1) },
  }));
  for (const place of [1, 2]) await phone.waitForLine(place);
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function rows(): Promise<readonly string[]> {
  const { items } = await phone.screen();
  return (items as readonly { readonly id: string }[]).map(({ id }) => id);
}

test('a hidden place is in no menu any more, and its neighbours are', async () => {
  await phone.press('menu');
  assert.ok((await rows()).includes('administration'));
  await changeSettings(admin, { 'personal_settings/menus/hidden': 'administration,features/speedDials' });
  assert.ok(!(await rows()).includes('administration'));
  assert.ok((await rows()).includes('features'));
  await phone.type('3');
  assert.equal((await phone.screen()).id, 'features');
  assert.ok(!(await rows()).includes('speedDials'));
  assert.ok((await rows()).includes('forwarding'));
  await phone.post('/api/key', { key: 'menu', action: 'long' });
});

test('a call rings as its line does', async () => {
  await changeSettings(admin, { 'personal_settings/lines/1/ring_tone': 'Ring02' });
  // Ring01 and Ring02: frequencies that each has, and the other has not.
  for (const [user, tones] of [
    ['ann', [740, 988]],
    ['office', [1000, 1250, 1333]],
  ] as const) {
    const giveUp = server.call(user);
    await phone.waitFor(`the ring of ${user}`, async () => {
      const { hz, dbov } = await listen(phone, 'speaker', 0.3);
      return dbov > -40 && tones.some((tone) => Math.abs(hz - tone) < 5) ? true : undefined;
    });
    await giveUp();
    await phone.waitForScreen('idle');
  }
});

// What programmable keys, line keys, keys of the expansion unit and held digits do, each as its own parameters say.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { headerOf } from '#test/support/hand-server';
import { lineAt, putDown, words } from '#test/support/household';
import type { Screen, SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  ({ phone, admin } = await startAdministeredPhone({
    board: 'simulated/color-480',
    arguments: ['--address', '127.0.0.1'],
    params: { ...lineAt(server.port, 'ann'), ...lineAt(server.port, 'office', 1), ...lineAt(server.port, 'door', 2) },
  }));
  for (const place of [1, 2, 3]) await phone.waitForLine(place);
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** The call that begins now goes to the number, from the line of the user. */
async function callsFrom(user: string, number: string): Promise<void> {
  const invite = await server.hand.next('INVITE');
  assert.match(invite.startLine, new RegExp(`sip:${number}@`));
  assert.match(headerOf(invite, 'From'), new RegExp(`sip:${user}@`));
  await putDown(phone);
}

test('a key calls its extension where it has no number, from its line', async () => {
  const key = 'personal_settings/functional_key/0';
  await changeSettings(admin, { [`${key}/type`]: 'SPEED_DIAL', [`${key}/speed_dial_extension`]: '301' });
  await phone.press('function1');
  await callsFrom('ann', '301');
  await changeSettings(admin, { [`${key}/shared_line_index`]: 1 });
  await phone.press('function1');
  await callsFrom('office', '301');
  await changeSettings(admin, { [`${key}/speed_dial_number`]: '302' });
  await phone.press('function1');
  await callsFrom('office', '302');
});

test('a paging key speaks to its group', async () => {
  const group = (index: number, name: string): string => `voip/services/group_paging/group/${index}/${name}`;
  const key = 'personal_settings/functional_key/2';
  await changeSettings(admin, {
    'voip/services/group_paging/enabled': true,
    [group(2, 'activated')]: true,
    [group(2, 'name')]: 'Hall',
    [group(2, 'multicast_addr')]: '239.255.77.30',
    [group(5, 'activated')]: true,
    [group(5, 'name')]: 'Cellar',
    [group(5, 'multicast_addr')]: '239.255.77.31',
    [`${key}/type`]: 'PAGING',
  });
  await page('Hall');
  await changeSettings(admin, { [`${key}/paging_group`]: 5 });
  await page('Cellar');
});

async function page(name: string): Promise<void> {
  await phone.press('function3');
  await phone.waitFor(name, async () => (words(await phone.screen()).includes(name) ? true : undefined));
  await phone.press('function3');
  await putDown(phone);
}

test('a key of the expansion unit has its label, and calls its number from its line', async () => {
  const key = 'personal_settings/sidecar_key/0';
  await changeSettings(admin, { [`${key}/type`]: 'SPEED_DIAL', [`${key}/speed_dial_number`]: '303' });
  await unitShows('303');
  await changeSettings(admin, { [`${key}/key_label`]: 'Kim' });
  await unitShows('Kim');
  await phone.press('sidecar1');
  await callsFrom('ann', '303');
  await changeSettings(admin, { [`${key}/shared_line_index`]: 2 });
  await phone.press('sidecar1');
  await callsFrom('door', '303');
  await changeSettings(admin, { [`${key}/type`]: 'NONE' });
  await unitShows();
});

async function unitShows(...labels: readonly string[]): Promise<void> {
  const { items } = await phone.get<Screen>('/api/screen?display=sidecar');
  assert.deepEqual(
    (items as readonly { readonly text: string }[]).map(({ text }) => text),
    labels,
  );
}

test('a digit that is held calls its speed dial, which has its name in the list', async () => {
  await changeSettings(admin, { 'personal_settings/speed_dial/3/number': '304', 'personal_settings/speed_dial/3/name': 'Lea' });
  await phone.post('/api/key', { key: '4', action: 'long' });
  assert.match((await server.hand.next('INVITE')).startLine, /sip:304@/);
  await putDown(phone);
  await phone.press('menu');
  await phone.type('39');
  assert.ok(words(await phone.screen()).includes('4  Lea'));
});

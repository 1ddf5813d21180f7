// The administrator's lists of soft keys: each is shown in its state of the phone, and the usual ones are there where no list is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, putDown, words } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

const rings = '201';
const answers = '202';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  server.statuses.set(`INVITE ${rings}`, 180);
  server.statuses.set(`INVITE ${answers}`, 200);
  ({ phone, admin } = await startAdministeredPhone({
    params: {
      ...lineAt(server.port, 'ann'),
    },
  }));
  await changeSettings(admin, {
    'personal_settings/soft_keys/idle': 'dnd|1;psk1|2;dir|4',
    'personal_settings/soft_keys/missed_calls': 'miss|1;lcr|3',
    'personal_settings/soft_keys/off_hook': 'dir|3;cancel|4',
    'personal_settings/soft_keys/dialing': 'clear|1;delchar|2;dial|3',
    'personal_settings/soft_keys/progressing': 'endcall|1',
    'personal_settings/soft_keys/ringing': 'ignore|2;reject|3;answer|4',
    'personal_settings/soft_keys/connected': 'endcall|1;xfer|2;conf|3;hold|4',
    'personal_settings/soft_keys/hold': 'endcall|1;resume|4',
    'personal_settings/soft_keys/transfer': 'conf|1;cancel|2;dial|4',
    'personal_settings/soft_keys/conferencing': 'split|1;endcall|3',
    'personal_settings/soft_keys/releasing': 'close|2;redial|3',
    'personal_settings/soft_keys/own/0/function': 'fnc=sd;ext=202;nme=Ben',
  });
  await phone.waitForLine();
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Four places; '' is an empty one. */
async function shows(screen: string, ...labels: readonly string[]): Promise<void> {
  const { softkeys } = await phone.waitForScreen(screen);
  assert.deepEqual(
    softkeys.map(({ label }) => label),
    labels,
    screen,
  );
}

test('from rest to a call that goes nowhere', async () => {
  await shows('idle', 'DND', 'Ben', '', 'Contacts');
  await phone.hook(true);
  await shows('offhook', '', '', 'Contacts', 'Cancel');
  await phone.type(rings);
  await shows('dialing', 'Clear all', 'Delete', 'Dial', '');
  await phone.softKey('dial');
  await shows('outgoing', 'End', '', '', '');
  await phone.softKey('end');
  await shows('ended', '', 'Close', 'Redial', '');
  await putDown(phone);
});

test('a call by a soft key of the administrator’s own, held, transferred and made a conference', async () => {
  await phone.softKey('psk1');
  await shows('call', 'End', 'Transfer', 'Conf', 'Hold');
  assert.equal(server.count('INVITE', answers), 1);
  await phone.softKey('hold');
  await shows('held', 'End', '', '', 'Resume');
  await phone.softKey('resume');
  await phone.waitForScreen('call');
  await phone.softKey('transfer');
  await shows('consult', 'Conf', 'Cancel', '', '');
  await phone.type(answers);
  await shows('consult', 'Conf', 'Cancel', '', 'Dial');
  await phone.softKey('cancel');
  await phone.waitForScreen('held');
  await phone.softKey('resume');
  await phone.waitForScreen('call');
  await phone.softKey('conference');
  await phone.type(answers);
  await phone.softKey('dial');
  await phone.waitFor('the other', async () => (words(await phone.screen()).includes('Connected 0') ? true : undefined));
  await shows('consult', 'Conf', 'Cancel', '', '');
  await phone.softKey('conference');
  await shows('conference', 'Split', '', 'End', '');
  await putDown(phone);
});

test('a call that comes in, and was missed', async () => {
  const giveUp = server.call('ann');
  await shows('incoming', '', 'Silence', 'Reject', 'Answer');
  await giveUp();
  await shows('idle', 'Missed', '', 'Call back', '');
});

test('the usual soft keys are back when the lists are switched off', async () => {
  await changeSettings(admin, { 'personal_settings/soft_keys/enabled': false });
  await shows('idle', 'Missed', 'Contacts', 'DND', 'Menu');
  await changeSettings(admin, { 'personal_settings/soft_keys/enabled': true });
  await shows('idle', 'Missed', '', 'Call back', '');
});

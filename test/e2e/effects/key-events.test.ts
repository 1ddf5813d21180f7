// Every event that a key can be given, by the key's own parameter and by that of the line keys.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, putDown } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

const key = 'personal_settings/functional_key/17';
const dialed = '201';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  ({ phone, admin } = await startAdministeredPhone({
    params: {
      ...lineAt(server.port, 'ann'),
      'voip/services/call_trace/code': '*57',
      'voip/services/msg_waiting_ind/voice_mail_number': '600',
      'system/pin_lock/enabled': 0,
      'system/pin_lock/pin': '4711',
      [`${key}/type`]: 'KEY_EVENT',
    },
  }));
  await phone.waitForLine();
  await phone.type(dialed);
  await phone.softKey('dial');
  // The phone has read the refusal, and the call is over.
  await server.hand.next('ACK');
  await putDown(phone);
  server.hand.forget();
  // From now on they ring until the phone gives up.
  for (const number of [dialed, '600', '*57']) server.statuses.set(`INVITE ${number}`, 180);
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** The screen, its title, the selected tab, and what stands below the clock; of a call whom it goes to. */
async function pressed(): Promise<string> {
  await phone.press('line6');
  const { screen, title, items } = await phone.screen();
  const rows = items as readonly { readonly role: string; readonly id?: string; readonly selected?: boolean }[];
  const tab = rows.find(({ role, selected }) => role === 'tab' && selected === true)?.id;
  const status = rows.find(({ role }) => role === 'status')?.id;
  if (screen !== 'outgoing') return [screen, title, tab, status].filter((word) => word !== undefined && word !== '').join(' ');
  return `calls ${/sip:([^@]*)@/.exec((await server.hand.next('INVITE')).startLine)?.[1]}`;
}

test('a key does what its event says', async () => {
  for (const [event, sees] of [
    ['CALENDAR', 'idle ann'],
    ['DIALED_CALLS', 'list Call log dialed'],
    ['MISSED_CALLS', 'list Call log missed'],
    ['RECEIVED_CALLS', 'list Call log received'],
    ['CALL_LOG', 'list Call log all'],
    ['DIRECTORY', 'list Contacts'],
    ['FORWARD_ALL', 'edit All calls mode'],
    ['REDIAL', `calls ${dialed}`],
    ['VOICE_MAIL', 'calls 600'],
    ['CALL_TRACE', 'calls *57'],
  ] as const) {
    await changeSettings(admin, { [`${key}/key_event`]: event });
    assert.equal(await pressed(), sees, event);
    await putDown(phone);
  }
});

test('a line key whose own event is CALENDAR takes that of the line keys', async () => {
  await changeSettings(admin, { [`${key}/key_event`]: 'CALENDAR' });
  for (const [event, sees] of [
    ['DIALED_NUMBERS', 'list Call log dialed'],
    ['MISSED_CALLS', 'list Call log missed'],
    ['RECEIVED_CALLS', 'list Call log received'],
    ['DIRECTORY', 'list Contacts'],
    ['FORWARD_ALL', 'edit All calls mode'],
    ['CALENDAR', 'idle ann'],
  ] as const) {
    await changeSettings(admin, { 'voip/line_key/17/key_event': event });
    assert.equal(await pressed(), sees, event);
    await putDown(phone);
  }
});

test('do not disturb goes on and off, and the phone locks', async () => {
  await changeSettings(admin, { 'voip/line_key/17/key_event': 'DND_ALL' });
  assert.equal(await pressed(), 'idle ann dnd');
  assert.equal(await pressed(), 'idle ann');
  await changeSettings(admin, { [`${key}/key_event`]: 'DND_ALL' });
  assert.equal(await pressed(), 'idle ann dnd');
  assert.equal(await pressed(), 'idle ann');
  await changeSettings(admin, { [`${key}/key_event`]: 'LOCK', 'system/pin_lock/enabled': true });
  assert.equal(await pressed(), 'locked locked');
});

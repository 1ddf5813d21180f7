// Voice mail for the PIN alone (`voip/services/vm_skip_pin_code/enabled`): by its key, by a programmable key and in the menu.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, putDown, words } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { StateTeller } from '#test/support/told-states';
import type { WebClient } from '#test/support/web-client';

let server: StateTeller;
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  server = await StateTeller.open();
  ({ phone, admin } = await startAdministeredPhone({
    params: {
      ...lineAt(server.port, 'ann'),
      'voip/services/msg_waiting_ind/voice_mail_number': '600',
      'system/pin_lock/enabled': 0,
      'system/pin_lock/pin': '4711',
      'personal_settings/functional_key/17/type': 'KEY_EVENT',
      'personal_settings/functional_key/17/key_event': 'VOICE_MAIL',
    },
  }));
  await phone.waitForLine();
  server.hand.forget();
  server.statuses.set('INVITE 600', 180);
});
after(async () => {
  await phone?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function callsMailbox(): Promise<void> {
  await phone.waitForScreen('outgoing');
  assert.match((await server.hand.next('INVITE')).startLine, /sip:600@/);
  await putDown(phone);
}

async function asksForPin(): Promise<void> {
  const { title } = await phone.waitForScreen('edit');
  assert.equal(title, 'Voice mail');
}

test('as it comes, the key calls it at once', async () => {
  await phone.press('voicemail');
  await callsMailbox();
});

for (const key of ['voicemail', 'line6']) {
  test(`without the skipping ${key} asks first, and calls for the right PIN alone`, async () => {
    await changeSettings(admin, { 'voip/services/vm_skip_pin_code/enabled': false });
    await phone.press(key);
    await asksForPin();
    await phone.type('1111');
    await phone.softKey('dial');
    await phone.waitFor('the refusal', async () => (words(await phone.screen()).includes('Wrong PIN') ? true : undefined));
    await asksForPin();
    await phone.type('4711');
    await phone.softKey('dial');
    await callsMailbox();
    await phone.waitForScreen('idle');
  });
}

test('who leaves the question goes on as before, however often the key was pressed', async () => {
  await phone.press('voicemail');
  await phone.press('voicemail');
  await asksForPin();
  await phone.press('back');
  await phone.waitForScreen('idle');
});

test('nobody is asked who has no PIN', async () => {
  await changeSettings(admin, { 'system/pin_lock/pin': '' });
  await phone.press('voicemail');
  await callsMailbox();
});

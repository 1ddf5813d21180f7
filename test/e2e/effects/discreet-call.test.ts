// A discreet call leaves no sign at the phone: the screen stays dark and the key is silent, whatever other keys do (AudioCodes §3.2.3.5).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { lineAt, listen } from '#test/support/household';
import { PhoneTime } from '#test/support/phone-time';
import { StateTeller } from '#test/support/told-states';

const key = 'personal_settings/functional_key';

test('a discreet key calls where it is permitted, and wakes neither light nor saver', async () => {
  await using server = await StateTeller.open();
  using time = new PhoneTime();
  const { phone, admin } = await startAdministeredPhone({
    ...time.options,
    board: 'simulated/mono-256',
    params: {
      ...lineAt(server.port, 'ann'),
      [`${key}/0/type`]: 'DISCREETCALL',
      [`${key}/0/speed_dial_number`]: '201',
      'personal_settings/screen_saver/enabled': 1,
      'personal_settings/key_beep/enabled': 1,
    },
  });
  await using _ = phone;
  await phone.waitForLine();
  // Not permitted, as delivered.
  await phone.press('function1');
  await changeSettings(admin, { 'personal_settings/discreet_call/enabled': true });
  await time.skip(phone, 301_000);
  const asleep = async (): Promise<readonly unknown[]> => [(await phone.state()).light.brightness, (await phone.screen()).id];
  assert.deepEqual(await asleep(), [0, 'saver']);
  const heard = listen(phone, 'speaker', 0.5);
  await phone.press('function1');
  await server.hand.next('INVITE');
  assert.ok((await heard).dbov < -60);
  assert.deepEqual(await asleep(), [0, 'saver']);
  assert.equal(server.count('INVITE', '201'), 0, 'one call');
  await phone.press('function2');
  assert.deepEqual(await asleep(), [100, undefined]);
});

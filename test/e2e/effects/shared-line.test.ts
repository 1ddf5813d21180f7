// Parameters of a line that several phones have, as its server sees them (BroadWorks' call-info).

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { type HandMessage, HandServer, headerOf } from '#test/support/hand-server';
import { lineAt, putDown, words } from '#test/support/household';

let server: HandServer;
let administered: AdministeredPhone;
before(async () => {
  server = await HandServer.open();
  administered = await startAdministeredPhone({
    params: { ...lineAt(server.port, '1001'), 'voip/line/0/shared_line/enabled': 1 },
  });
  await administered.phone.waitForLine();
});
after(async () => {
  await administered.phone[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
afterEach(() => putDown(administered.phone));

function watched(event: string, expiresS: number): Promise<HandMessage> {
  return server.next(
    'SUBSCRIBE',
    (request) => headerOf(request, 'Event') === event && headerOf(request, 'Expires') === String(expiresS),
  );
}

/** Another phone talks on the first appearance. */
function tellBusy(subscribe: HandMessage): void {
  server.notify(subscribe, { headers: [`Call-Info: <sip:${server.address}>;appearance-index=1;appearance-state=active`] });
}

test('voip/line/0/shared_line/subscription_expires: for how long the line is watched', async () => {
  await watched('call-info', 3600);
  await changeSettings(administered.admin, { 'voip/line/0/shared_line/subscription_expires': 777 });
  await watched('call-info', 777);
});

test('voip/line/0/shared_line/appearances: how many calls the line can have', async () => {
  const { phone, admin } = administered;
  for (const appearances of [2, 1]) {
    const expiresS = 800 + appearances;
    await changeSettings(admin, {
      'voip/line/0/shared_line/appearances': appearances,
      'voip/line/0/shared_line/subscription_expires': expiresS,
    });
    const subscribe = await watched('call-info', expiresS);
    tellBusy(subscribe);
    await server.next('200 NOTIFY');
    await phone.hook(true);
    await phone.type('2000');
    await phone.softKey('dial');
    if (appearances === 2) {
      const seize = await server.next('SUBSCRIBE', (request) => headerOf(request, 'Event') === 'line-seize');
      assert.match(headerOf(seize, 'Call-Info'), /appearance-index=2/);
    } else {
      const ended = await phone.waitForScreen('ended');
      assert.match(words(ended), /in use|busy|taken/i);
      assert.deepEqual(server.waiting('INVITE'), []);
    }
    await putDown(phone);
  }
});

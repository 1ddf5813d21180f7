// Parameters of a line that several phones have, as its server sees them (BroadWorks' call-info).

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type HandMessage, headerOf } from '#test/support/hand-server';
import { words } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start({ 'voip/line/0/shared_line/enabled': 1 });
});
after(async () => {
  await desk[Symbol.asyncDispose]();
});
afterEach(() => desk.rest());

function watched(event: string, expiresS: number): Promise<HandMessage> {
  return desk.office.next(
    'SUBSCRIBE',
    (request) => headerOf(request, 'Event') === event && headerOf(request, 'Expires') === String(expiresS),
  );
}

/** Another phone talks on the first appearance. */
function tellBusy(subscribe: HandMessage): void {
  desk.office.notify(subscribe, {
    headers: [`Call-Info: <sip:${desk.office.address}>;appearance-index=1;appearance-state=active`],
  });
}

test('voip/line/0/shared_line/subscription_expires: for how long the line is watched', async () => {
  await watched('call-info', 3600);
  await desk.change({ 'voip/line/0/shared_line/subscription_expires': 777 });
  await watched('call-info', 777);
});

test('voip/line/0/shared_line/appearances: how many calls the line can have', async () => {
  const { phone } = desk;
  for (const appearances of [2, 1]) {
    const expiresS = 800 + appearances;
    await desk.change({
      'voip/line/0/shared_line/appearances': appearances,
      'voip/line/0/shared_line/subscription_expires': expiresS,
    });
    const subscribe = await watched('call-info', expiresS);
    tellBusy(subscribe);
    await desk.office.next('200 NOTIFY');
    await phone.hook(true);
    await phone.type('2000');
    await phone.softKey('dial');
    if (appearances === 2) {
      const seize = await desk.office.next('SUBSCRIBE', (request) => headerOf(request, 'Event') === 'line-seize');
      assert.match(headerOf(seize, 'Call-Info'), /appearance-index=2/);
    } else {
      const ended = await phone.waitForScreen('ended');
      assert.match(words(ended), /All lines are in use/);
      assert.deepEqual(desk.office.waiting('INVITE'), []);
    }
    await desk.rest();
  }
});

test('who is refused the line reads why, and not that the called one is busy', async () => {
  const { phone } = desk;
  await desk.change({ 'voip/line/0/shared_line/appearances': 3, 'voip/line/0/shared_line/subscription_expires': 900 });
  await watched('call-info', 900);
  for (const [status, told] of [
    [480, /Another phone has the line/],
    [403, /Not allowed/],
  ] as const) {
    desk.office.answers.set('SUBSCRIBE', (request) => ({ status: headerOf(request, 'Event') === 'line-seize' ? status : 200 }));
    await phone.type('2000');
    await phone.softKey('dial');
    assert.match(words(await phone.waitForScreen('ended')), told);
    assert.deepEqual(desk.office.waiting('INVITE'), []);
    await desk.rest();
  }
});

test('voip/line/0/state_agent: who is asked of the line', async () => {
  await desk.change({ 'voip/line/0/state_agent': 'states.example.org:5070' });
  const subscribe = await desk.office.next(
    'SUBSCRIBE',
    (request) =>
      headerOf(request, 'Event') === 'call-info' && headerOf(request, 'Expires') !== '0' && request.startLine.includes('states'),
  );
  assert.equal(subscribe.startLine, 'SUBSCRIBE sip:1001@states.example.org:5070 SIP/2.0');
});

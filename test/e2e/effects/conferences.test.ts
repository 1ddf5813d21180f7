// Parameters of conferences: whether the key does anything, for how many, and what hanging up does. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type HandMessage, headerOf } from '#test/support/hand-server';
import { pause } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start();
});
after(() => desk[Symbol.asyncDispose]());
afterEach(() => desk.rest());

/** The caller, 2002 and the phone. */
async function confer(): Promise<void> {
  const { phone } = desk;
  await desk.talk();
  await phone.press('conference');
  await phone.waitForScreen('consult');
  await desk.callOut('2002');
  await desk.says('Connected');
  await phone.press('conference');
  await phone.waitForScreen('conference');
}

async function offersConference(): Promise<boolean> {
  return (await desk.phone.screen()).softkeys.some(({ action }) => action === 'conference');
}

test('the Conference key is dead where there are none', async () => {
  await desk.change({ 'voip/services/conference/enabled': false });
  await desk.talk();
  await desk.phone.press('conference');
  await pause(200);
  assert.equal((await desk.phone.screen()).screen, 'call');
  await desk.change({ 'voip/services/conference/enabled': true });
  await desk.phone.press('conference');
  await desk.phone.waitForScreen('consult');
});

test('no more come in than the administrator lets', async () => {
  await desk.change({ 'voip/services/conference/max_parties': 3 });
  await confer();
  assert.equal(await offersConference(), false);
  await desk.phone.press('conference');
  await pause(200);
  assert.equal((await desk.phone.screen()).screen, 'conference');
  await desk.change({ 'voip/services/conference/max_parties': 4 });
  await desk.phone.press('conference');
  await desk.phone.waitForScreen('consult');
});

test('hanging up leaves the two others together, or ends both calls', async () => {
  await confer();
  const refer = await desk.next('REFER', () => desk.phone.hook(false));
  assert.match(headerOf(refer, 'Refer-To'), /Replaces=/);
  await desk.rest();
  await desk.change({ 'voip/services/conference/join_on_hang_up/enabled': false });
  await confer();
  const refers = desk.office.requests('REFER').length;
  const byes = desk.office.requests('BYE').length;
  await desk.phone.hook(false);
  await desk.until('the end of both', () => desk.office.requests('BYE').length === byes + 2);
  assert.equal(desk.office.requests('REFER').length, refers);
});

test('another phone of a shared line comes into the call, where that is allowed', async () => {
  await desk.change({ 'voip/line/0/shared_line/protocol': 'DIALOG', 'voip/line/0/shared_line/enabled': true });
  const call = await desk.talk();
  const tagOf = (message: HandMessage, name: string): string => /;tag=([^;\s]+)/.exec(headerOf(message, name))?.[1] ?? '';
  const joins = async (): Promise<number> => {
    const { answer } = call;
    assert.ok(answer !== undefined);
    const join = `Join: ${call.callId};to-tag=${tagOf(answer, 'To')};from-tag=${tagOf(answer, 'From')}`;
    const other = desk.call({ from: '<sip:1001@127.0.0.1>;tag=other', headers: ['Require: join', join] });
    const { status = 0 } = await desk.refusal(other);
    return status;
  };
  assert.equal(await joins(), 403);
  await desk.change({ 'voip/services/shared_line/barge_in/enabled': true });
  assert.equal(await joins(), 200);
  await desk.phone.waitForScreen('conference');
  await desk.change({ 'voip/line/0/shared_line/enabled': false });
});

// What an administrator sets of forwarding, do not disturb and the hidden number counts for the next call, without a restart.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { headerOf } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start();
});
after(() => desk[Symbol.asyncDispose]());
afterEach(() => desk.rest());

/** Where the next caller is sent. */
async function sentTo(): Promise<string> {
  const answer = await desk.refusal(desk.call());
  assert.equal(answer.status, 302);
  return headerOf(answer, 'Contact');
}

/** The next call rings. */
async function rings(): Promise<void> {
  const call = await desk.ring();
  call.request('CANCEL');
  await desk.refusal(call);
}

describe('forwarding', () => {
  test('of all calls', async () => {
    const path = 'voip/services/call_forward/always';
    await desk.change({
      'voip/services/call_forward/always/destination': '3001',
      'voip/services/call_forward/always/enabled': true,
    });
    assert.match(await sentTo(), /sip:3001@/);
    await desk.says('Calls to 3001');
    await desk.change({ [`${path}/destination`]: '3002' });
    assert.match(await sentTo(), /sip:3002@/);
    await desk.change({ [`${path}/enabled`]: false });
    await rings();
  });

  test('while one talks', async () => {
    await desk.change({ 'voip/services/call_forward/busy/enabled': true, 'voip/services/call_forward/busy/destination': '3003' });
    await desk.change({ 'voip/services/call_waiting/enabled': false });
    const first = await desk.talk();
    assert.match(await sentTo(), /sip:3003@/);
    await desk.change({ 'voip/services/call_forward/busy/enabled': false });
    assert.equal((await desk.refusal(desk.call())).status, 486, 'a phone without call waiting is busy');
    await desk.change({ 'voip/services/call_waiting/enabled': true });
    const second = await desk.ring();
    second.request('CANCEL');
    first.request('BYE');
  });

  test('when nobody answers, as late as was set', async () => {
    const path = 'voip/services/call_forward/no_answer';
    await desk.change({
      'voip/services/call_forward/no_answer/enabled': true,
      'voip/services/call_forward/no_answer/destination': '3004',
      'voip/services/call_forward/no_answer/delay': 1,
    });
    const call = desk.call();
    const { text } = await desk.refusal(call);
    assert.ok(call.statuses.includes(180), 'it has not rung');
    assert.match(text, /^Contact: .*sip:3004@/m);
    await desk.change({ [`${path}/enabled`]: false });
    await rings();
  });
});

test('do not disturb refuses as busy and shows', async () => {
  await desk.change({ 'voip/services/do_not_disturb/enabled': true });
  assert.equal((await desk.refusal(desk.call())).status, 486);
  await desk.says('Do not disturb');
  await desk.change({ 'voip/services/do_not_disturb/enabled': false });
  await rings();
});

test('a hidden number is not in the INVITE', async () => {
  const calls = async (): Promise<string> => {
    const invite = await desk.next('INVITE', () => desk.phone.type('2002').then(() => desk.phone.softKey('dial')));
    await desk.rest();
    return headerOf(invite, 'From');
  };
  assert.match(await calls(), /sip:1001@/);
  await desk.change({ 'voip/services/hide_number/enabled': true });
  const from = await calls();
  assert.match(from, /anonymous/i);
  assert.doesNotMatch(from, /1001/);
  await desk.change({ 'voip/services/hide_number/enabled': false });
});

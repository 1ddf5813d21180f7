// Parameters of dialling and ringing times, on a phone whose clock the test moves: each holds to its second, and not the default's.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { words } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { PhoneTime } from '#test/support/phone-time';

let time: PhoneTime;
let desk: OfficePhone;
before(async () => {
  time = new PhoneTime();
  desk = await OfficePhone.start({}, time.options);
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});
/** Nothing comes by itself while digits are typed and screens are read. */
beforeEach(() => time.stop(desk.phone));
afterEach(async () => {
  await time.go(desk.phone);
  await desk.rest();
});

function pass(seconds: number): Promise<void> {
  return time.skip(desk.phone, seconds * 1000);
}

async function screen(): Promise<string> {
  return (await desk.phone.screen()).screen;
}

test('a number is dialled when no further digit came for the time', async () => {
  await desk.change({ 'voip/dialing/timeout': 40 });
  await desk.phone.hook(true);
  await desk.phone.type('2002');
  await pass(39);
  assert.equal(await screen(), 'dialing');
  const { startLine } = await desk.next('INVITE', () => pass(1));
  assert.match(startLine, /sip:2002@/);
});

test('the dial tone ends when no digit came at all for the time', async () => {
  await desk.change({ 'voip/dialing/dialtone_timeout': 120 });
  await desk.phone.hook(true);
  await pass(119);
  assert.equal(await screen(), 'offhook');
  await pass(1);
  await desk.phone.waitForScreen('idle');
});

test('a call that nobody takes rings for the time, and its caller is told', async () => {
  await desk.change({ 'voip/dialing/unanswered_call_timeout': 200 });
  const call = await desk.ring();
  await pass(199);
  assert.equal(await screen(), 'incoming');
  await pass(1);
  assert.equal((await desk.refusal(call)).status, 480);
});

test('no number is longer than the administrator lets', async () => {
  await desk.change({ 'voip/dialing/phone_number_size': 5 });
  await desk.phone.type('1234567');
  const shown = words(await desk.phone.screen());
  assert.ok(shown.includes('12345') && !shown.includes('123456'), shown);
});

test('going off-hook calls the number of the hot line after the time, or at once', async () => {
  await desk.change({
    'voip/dialing/auto_dialing/enabled': true,
    'voip/dialing/auto_dialing/destination': '2009',
    'voip/dialing/auto_dialing/timeout': 100,
  });
  await desk.phone.hook(true);
  await pass(99);
  assert.equal(await screen(), 'offhook');
  const late = await desk.next('INVITE', () => pass(1));
  assert.match(late.startLine, /sip:2009@/);
  await desk.rest();
  await desk.change({ 'voip/dialing/auto_dialing/timeout': 0 });
  const soon = await desk.next('INVITE', () => desk.phone.hook(true));
  assert.match(soon.startLine, /sip:2009@/);
});

test('voip/line/0/dial_plan: what is typed is completed, changed, dialled at once, or barred', async () => {
  const { phone } = desk;
  await desk.change({ 'voip/dialing/auto_dialing/enabled': null });
  await desk.change({ 'voip/line/0/dial_plan': '(<9:>[2-7]xxx|<:030>8xxx.|1900!)', 'voip/dialing/timeout': 60 });
  await phone.hook(true);
  const atOnce = await desk.next('INVITE', () => phone.type('92345'));
  assert.match(atOnce.startLine, /sip:2345@/);
  await desk.rest();
  await phone.hook(false);
  const byKey = await desk.next('INVITE', async () => {
    await phone.type('8123');
    await phone.softKey('dial');
  });
  assert.match(byKey.startLine, /sip:0308123@/);
  await desk.rest();
  const before = desk.office.requests('INVITE').length;
  await phone.type('1900');
  await phone.softKey('dial');
  assert.equal(await screen(), 'dialing');
  const emergency = await desk.next('INVITE', async () => {
    await desk.rest();
    await desk.change({ 'voip/line/0/dial_plan': '(112!)' });
    await phone.type('112');
    await phone.softKey('dial');
  });
  assert.match(emergency.startLine, /sip:112@/);
  assert.equal(desk.office.requests('INVITE').length, before + 1);
  await desk.change({ 'voip/line/0/dial_plan': null, 'voip/dialing/timeout': null });
});

test('voip/dialing/timeout_short: the pause after a number that the plan takes as it is', async () => {
  await desk.change({ 'voip/line/0/dial_plan': '(20x.)', 'voip/dialing/timeout': 60, 'voip/dialing/timeout_short': 20 });
  await desk.phone.hook(true);
  await desk.phone.type('2002');
  await pass(19);
  assert.equal(await screen(), 'dialing');
  const { startLine } = await desk.next('INVITE', () => pass(1));
  assert.match(startLine, /sip:2002@/);
  await desk.change({ 'voip/line/0/dial_plan': null, 'voip/dialing/timeout': null, 'voip/dialing/timeout_short': null });
});

test('voip/line/0/caller_id_map: the number under which a caller is called back', async () => {
  await desk.change({ 'voip/line/0/caller_id_map': '(<:0>[1-9]xxx)' });
  const call = await desk.ring();
  assert.match(JSON.stringify((await desk.phone.screen()).items), /02000/);
  call.request('CANCEL');
  await desk.refusal(call);
  await desk.change({ 'voip/line/0/caller_id_map': null });
});

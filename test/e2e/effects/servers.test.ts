// Parameters of what servers do for a phone: messages that wait, features they keep, codes that a key dials. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { type HandMessage, headerOf } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';

const mwi = 'voip/services/msg_waiting_ind';
let desk: OfficePhone;
before(async () => {
  const key = 'personal_settings/functional_key';
  desk = await OfficePhone.start({
    [`${key}/0/type`]: 'PARK',
    [`${key}/0/speed_dial_number`]: '71',
    [`${key}/1/type`]: 'KEY_EVENT',
    [`${key}/1/key_event`]: 'CALL_TRACE',
  });
});
after(() => desk[Symbol.asyncDispose]());
afterEach(() => desk.rest());

function subscribesTo(event: string): readonly HandMessage[] {
  return desk.office.requests('SUBSCRIBE').filter((request) => headerOf(request, 'Event') === event);
}

/** A server that speaks unasked. */
async function notify(waiting: number): Promise<void> {
  desk.ask(
    'NOTIFY',
    ['Event: message-summary', 'Subscription-State: active', 'Content-Type: application/simple-message-summary'],
    `Messages-Waiting: ${waiting > 0 ? 'yes' : 'no'}\r\nVoice-Message: ${waiting}/0\r\n`,
  );
}

async function voicemailLamp(lit: boolean): Promise<void> {
  await desk.phone.waitFor(`a lamp that is ${lit ? 'on' : 'off'}`, async () =>
    ((await desk.phone.state()).leds['message']?.pattern === 'off') !== lit ? true : undefined,
  );
}

test('messages that wait light the lamp, unless nobody is to know', async () => {
  await notify(2);
  await voicemailLamp(true);
  await notify(0);
  await voicemailLamp(false);
  await desk.change({ 'voip/services/msg_waiting_ind/enabled': false });
  const refusals = (): number =>
    desk.office.messages.filter(({ method, status }) => method === 'NOTIFY' && (status ?? 0) >= 400).length;
  const before = refusals();
  await notify(2);
  await desk.until('the refusal', () => refusals() > before);
  await voicemailLamp(false);
  await desk.change({ 'voip/services/msg_waiting_ind/enabled': true });
});

test('the dial tone stutters while messages wait, unless that is off', async () => {
  await notify(2);
  await voicemailLamp(true);
  const dialTone = async (): Promise<number> => {
    await desk.phone.hook(true);
    const { samples, sampleRateHz } = await desk.phone.hear('earpiece', 0.9);
    await desk.phone.hook(false);
    // The later half of it: whether there are gaps.
    const block = sampleRateHz / 50;
    const blocks = Array.from({ length: 25 }, (_, index) =>
      samples.subarray(samples.length - (index + 1) * block, samples.length - index * block),
    );
    return blocks.filter((each) => each.every((sample) => Math.abs(sample) < 50)).length;
  };
  await eventually(async () => assert.ok((await dialTone()) > 5, 'no gaps'));
  await desk.change({ 'voip/services/msg_waiting_ind/stutter_tone/enabled': false });
  await eventually(async () => assert.equal(await dialTone(), 0));
  await notify(0);
});

test('messages are subscribed to at the server that is named, by way of the proxy, for the time that is set', async () => {
  await desk.change({ [`${mwi}/subscribe`]: true });
  const atHome = await desk.until('a subscription at home', () => subscribesTo('message-summary').at(-1));
  assert.equal(headerOf(atHome, 'Expires'), '3600');
  assert.equal(atHome.startLine, 'SUBSCRIBE sip:1001@127.0.0.1 SIP/2.0');
  await desk.change({
    'voip/services/msg_waiting_ind/subscribe_address': 'mail.example.org',
    'voip/services/msg_waiting_ind/subscribe_port': 5088,
    'voip/services/msg_waiting_ind/expiration_timeout': 90,
  });
  const there = 'SUBSCRIBE sip:1001@mail.example.org:5088 SIP/2.0';
  const asked = await desk.until('a subscription there', () =>
    subscribesTo('message-summary').find(({ startLine }) => startLine === there),
  );
  assert.equal(headerOf(asked, 'Expires'), '90');
  await desk.change({ 'voip/services/msg_waiting_ind/subscribe': false });
});

test('do not disturb is kept at the server too when features are synchronized', async () => {
  assert.equal(subscribesTo('as-feature-event').length, 0);
  await desk.change({ 'voip/services/feature_key_sync/enabled': true });
  desk.office.notify(await desk.until('the subscription', () => subscribesTo('as-feature-event').at(-1)));
  await desk.phone.softKey('dnd');
  const told = (on: boolean): number =>
    subscribesTo('as-feature-event').filter(({ body }) => body.includes(`<doNotDisturbOn>${on}</doNotDisturbOn>`)).length;
  await desk.until('that it is on', () => told(true) === 1);
  await desk.phone.softKey('dnd');
  await desk.until('that it is off', () => told(false) === 1);
  await desk.change({ 'voip/services/do_not_disturb/enabled': true });
  await desk.until('what the administrator did', () => told(true) === 2);
  await desk.change({ 'voip/services/do_not_disturb/enabled': false });
  await desk.change({ 'voip/services/feature_key_sync/enabled': false });
});

test('the codes of parking lead to the place, and back from it', async () => {
  await desk.change({ 'voip/services/call_park/park_code': '*68', 'voip/services/call_park/retrieve_code': '*88' });
  await desk.talk();
  const refer = await desk.next('REFER', () => desk.phone.press('function1'));
  assert.match(headerOf(refer, 'Refer-To'), /sip:(\*|%2A)6871@/);
  await desk.rest();
  const invite = await desk.next('INVITE', () => desk.phone.press('function1'));
  assert.match(invite.startLine, /sip:\*8871@/);
});

test('the key for tracing calls dials the code, once there is one', async () => {
  const before = desk.office.requests('INVITE').length;
  await desk.phone.press('function2');
  await desk.change({ 'voip/services/call_trace/code': '*57' });
  assert.equal(desk.office.requests('INVITE').length, before);
  const invite = await desk.next('INVITE', () => desk.phone.press('function2'));
  assert.match(invite.startLine, /sip:\*57@/);
});

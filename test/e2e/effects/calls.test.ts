// Parameters of calls that come and go: what answers, what a second caller brings about, what hanging up does. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { HandCall } from '#test/support/hand-call';
import { type HandMessage, headerOf, soundAt } from '#test/support/hand-server';
import { listen, pause } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import { toneLevel } from '#test/support/tone-meter';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start({ 'personal_settings/functional_key/0/type': 'PARK' });
});
after(() => desk[Symbol.asyncDispose]());
afterEach(() => desk.rest());

async function path(): Promise<string> {
  return (await desk.phone.state()).audio.path;
}

/** The phone has ended the call. */
function ended(call: HandCall): Promise<unknown> {
  return desk.until('BYE', () => call.messages.find(({ method, status }) => method === 'BYE' && status === undefined));
}

test('the soft key answers with the device that is set', async () => {
  await desk.phone.post('/api/headset', { plugged: true });
  const byKey = () => desk.phone.softKey('answer');
  await desk.talk(byKey);
  assert.equal(await path(), 'speaker');
  await desk.rest();
  await desk.change({ 'voip/answer_device': 'HEADSET' });
  await desk.talk(byKey);
  assert.equal(await path(), 'headset');
  await desk.change({ 'voip/answer_device': 'SPEAKER' });
  await desk.rest();
  await desk.phone.post('/api/headset', { plugged: false });
});

test('a second caller is heard as a tone in the ear, unless that is off', async () => {
  await desk.talk();
  await desk.change({ 'voip/services/call_waiting/generate_tone/enabled': false });
  const second = await desk.ring();
  await pause(300);
  assert.ok((await listen(desk.phone, 'earpiece', 1)).dbov < -60, 'a tone although it is off');
  second.request('CANCEL');
  await desk.refusal(second);
  await desk.phone.waitForScreen('call');
  await desk.change({ 'voip/services/call_waiting/generate_tone/enabled': true });
  const third = await desk.ring();
  await desk.phone.waitFor('the tone', async () => {
    const { samples, sampleRateHz } = await desk.phone.hear('earpiece', 0.4);
    return toneLevel(samples, sampleRateHz, 440) > -45 ? true : undefined;
  });
  third.request('CANCEL');
});

test('an intercom call is answered with or without the microphone', async () => {
  const headers = ['Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0'];
  for (const muted of [false, true]) {
    await desk.change({ 'voip/auto_answer/mute/enabled': muted });
    const call = desk.call({ headers });
    await desk.answered(call);
    await desk.phone.waitForScreen('call');
    assert.equal((await desk.phone.state()).audio.muted, muted);
    await desk.rest();
  }
});

test('replacing the handset leaves a call on hold, or ends it', async () => {
  for (const ends of [false, true]) {
    await desk.change({ 'voip/onhook_disconnect_when_held/enabled': ends });
    const call = await desk.talk();
    await desk.phone.softKey('hold');
    await desk.phone.waitForScreen('held');
    await desk.phone.hook(false);
    if (ends) await ended(call);
    else {
      await pause(300);
      assert.equal((await desk.phone.screen()).screen, 'held');
    }
    await desk.rest();
  }
});

describe('a transfer', () => {
  /** The caller is to go to 2002, with whom the phone talks now. */
  async function consult(): Promise<{ readonly caller: HandCall; readonly partner: string }> {
    const caller = await desk.talk();
    await desk.phone.press('transfer');
    await desk.phone.waitForScreen('consult');
    const invite = await desk.callOut('2002');
    await desk.says('Connected');
    return { caller, partner: headerOf(invite, 'Call-ID') };
  }

  test('is completed by hanging up, or that ends the call with the partner', async () => {
    const first = await consult();
    const bye = await desk.next('BYE', () => desk.phone.hook(false));
    assert.equal(headerOf(bye, 'Call-ID'), first.partner);
    assert.equal(desk.office.requests('REFER').length, 0);
    await desk.rest();
    await desk.change({ 'voip/services/transfer/on_hook/enabled': true });
    await consult();
    const refer = await desk.next('REFER', () => desk.phone.hook(false));
    assert.match(headerOf(refer, 'Refer-To'), /Replaces=/);
  });

  test('names the very phone that was talked with, or its user', async () => {
    for (const [exact, named] of [
      [true, `sip:127.0.0.1:${desk.office.port}`],
      [false, 'sip:2002@127.0.0.1'],
    ] as const) {
      await desk.change({ 'voip/services/transfer/refer_to_contact/enabled': exact });
      await consult();
      const refer = await desk.next('REFER', () => desk.phone.press('transfer'));
      assert.ok(headerOf(refer, 'Refer-To').includes(named), headerOf(refer, 'Refer-To'));
      await desk.rest();
    }
  });

  test('voip/signalling/sip/hold_before_refer: waits until the partner is held', async () => {
    const { office } = desk;
    const complete = async (): Promise<{ readonly refers: () => number; readonly hold: HandMessage }> => {
      const { partner } = await consult();
      const before = office.requests('REFER').length;
      office.answers.set('INVITE', () => undefined);
      const hold = await desk.next('INVITE', () => desk.phone.press('transfer'));
      assert.equal(headerOf(hold, 'Call-ID'), partner);
      assert.match(hold.body, /^a=sendonly\r$/m);
      return { refers: () => office.requests('REFER').length - before, hold };
    };
    const atOnce = await complete();
    await desk.until('a REFER', () => atOnce.refers() === 1);
    office.answer(atOnce.hold, { status: 200, body: soundAt(40_000, ['a=recvonly']) });
    office.answers.set('INVITE', () => ({ status: 180 }));
    await desk.rest();

    await desk.change({ 'voip/signalling/sip/hold_before_refer': true });
    const after = await complete();
    // What is sent after it would be here with the answer to this.
    desk.ask('OPTIONS', []);
    const answers = office.messages.length;
    await desk.until('an answer', () => office.messages.slice(answers).some(({ method }) => method === 'OPTIONS'));
    assert.equal(after.refers(), 0);
    office.answer(after.hold, { status: 200, body: soundAt(40_000, ['a=recvonly']) });
    await desk.until('a REFER', () => after.refers() === 1);
    office.answers.set('INVITE', () => ({ status: 180 }));
    await desk.change({ 'voip/signalling/sip/hold_before_refer': null });
    await desk.rest();
  });

  test('of this phone by the other side happens, is asked about or is refused', async () => {
    const refer = async (): Promise<HandCall> => {
      const call = await desk.talk();
      call.request('REFER', ['Refer-To: <sip:2003@127.0.0.1>']);
      return call;
    };
    const answerTo = (call: HandCall): Promise<number> =>
      desk.until(
        'an answer',
        () => call.messages.find(({ method, status }) => method === 'REFER' && (status ?? 0) >= 200)?.status,
      );
    const invites = desk.office.requests('INVITE').length;
    await desk.change({ 'voip/services/transfer/incoming': 'REFUSE' });
    assert.equal(await answerTo(await refer()), 603);
    await desk.rest();
    await desk.change({ 'voip/services/transfer/incoming': 'ASK' });
    await refer();
    await desk.says('2003');
    assert.equal(desk.office.requests('INVITE').length, invites, 'it dialled unasked');
    await desk.rest();
    await desk.change({ 'voip/services/transfer/incoming': 'ALLOW' });
    const invite = await desk.next('INVITE', refer);
    assert.match(invite.startLine, /sip:2003@/);
  });
});

// What becomes of calls without a hand: sent on, hidden, refused as anonymous, answered by the phone itself; and keys that call somebody.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { freePort } from '#test/lab/free-port';
import { eventually } from '#test/support/eventually';
import { dial, Household, lampOf, lineAt, listen, pause, putDown, speak, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { SipStranger } from '#test/support/sip-stranger';

const annHz = 1000;
let house: Household;
let cleo: SimulatedPhone;
let cleoPort: number;
before(async () => {
  cleoPort = await freePort('127.0.0.1');
  const keys = {
    'voip/services/msg_waiting_ind/voice_mail_number': '600',
    'personal_settings/functional_key/1/type': 'SPEED_DIAL',
    'personal_settings/functional_key/1/speed_dial_number': '1003',
  };
  house = await Household.start({ ann: { params: keys }, ben: { board: 'simulated/color-320' } });
  const params = { 'voip/services/anonymous_call_rejection/enabled': 1, 'voip/signalling/sip/port': cleoPort };
  cleo = await SimulatedPhone.start({ params: { ...lineAt(house.lab.port, '1003'), ...params } });
  await cleo.waitForLine();
  await speak(house.ann, annHz);
});
after(async () => {
  await cleo[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});
afterEach(() => Promise.all([putDown(cleo), house.rest()]).then(() => undefined));

async function waitForText(phone: SimulatedPhone, text: string): Promise<void> {
  await phone.waitFor(text, async () => (words(await phone.screen()).includes(text) ? true : undefined));
}

/** Menu, Call features, and the row there. */
async function setting(phone: SimulatedPhone, row: string): Promise<void> {
  await phone.press('menu');
  await phone.type(`3${row}`);
}

test('a call that rings is diverted by hand: the caller is told and rings there', async () => {
  const { ann, ben } = house;
  await house.ring();
  await ben.softKey('divert');
  await ben.type('1003');
  await ben.softKey('divert');
  await cleo.waitForScreen('incoming');
  await waitForText(ann, 'Forwarded to 1003');
  await cleo.hook(true);
  await Promise.all([ann.waitForScreen('call'), cleo.waitForScreen('call')]);
});

test('forwarding is set in the menu, shows on the idle screen, works, and is switched off again', async () => {
  const { ann, ben } = house;
  await setting(ben, '21');
  await ben.type('1003');
  await ben.softKey('save');
  await ben.press('menu');
  await waitForText(ben, 'Calls to 1003');
  await dial(ann, '1002');
  await cleo.waitForScreen('incoming');
  assert.equal((await ben.screen()).screen, 'idle');
  await ann.hook(false);
  await setting(ben, '21');
  await ben.softKey('switchOff');
  await putDown(ben);
  await house.ring();
});

test('a hidden number is Anonymous to the other, who may refuse such calls', async () => {
  const { ann, ben } = house;
  await setting(ann, '5');
  await putDown(ann);
  await house.ring();
  await waitForText(ben, 'Anonymous');
  assert.ok(!words(await ben.screen()).includes('1001'), 'the number is not shown');
  await ann.hook(false);
  await putDown(ann);
  await dial(ann, '1003');
  await ann.waitForScreen('ended');
  await waitForText(ann, 'Anonymous not accepted');
  assert.equal((await cleo.screen()).screen, 'idle');
  await putDown(ann);
  await setting(ann, '5');
});

test('the voice mail key calls the mailbox, a function key whom it names', async () => {
  const { ann } = house;
  await ann.press('voicemail');
  await ann.waitForScreen('call');
  await waitForText(ann, '600');
  await ann.softKey('end');
  await ann.press('function2');
  await cleo.waitForScreen('incoming');
  await waitForText(cleo, '1001');
});

let asked = 0;
/** An intercom's call from the proxy's address. */
function intercom(more: readonly string[]): string {
  asked++;
  const body = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n';
  const head = [
    `INVITE sip:1003@127.0.0.1:${cleoPort} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKintercom${asked};rport`,
    'Max-Forwards: 70',
    `From: "Front desk" <sip:1000@127.0.0.1>;tag=${asked}`,
    'To: <sip:1003@127.0.0.1>',
    `Call-ID: intercom-${asked}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:1000@127.0.0.1:5999>',
    ...more,
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

test('an intercom call is answered by the phone itself: a tone in the speaker, the word on the screen, the lamp', async () => {
  await using desk = await SipStranger.open(cleoPort);
  let seconds = 1;
  // How long the phone takes to answer is the machine's matter; the tone is brief, so all that is heard meanwhile is looked at.
  await cleo.waitFor('the tone that tells that the line is open', async () => {
    seconds *= 2;
    const heard = cleo.hear('speaker', seconds);
    desk.received.length = 0;
    desk.send(intercom(['Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0']));
    await cleo.waitForScreen('call');
    await waitForText(cleo, 'Answered by itself');
    assert.equal(await lampOf(cleo, 'speaker'), 'green steady');
    await cleo.waitFor('the answer', async () => desk.statuses.includes(200) || undefined);
    const { samples } = await heard;
    await cleo.softKey('end');
    await putDown(cleo);
    return samples.some((sample) => Math.abs(sample) > 500) || undefined;
  });
});

test('beside a call an intercom call only waits', async () => {
  await using desk = await SipStranger.open(cleoPort);
  await dial(house.ann, '1003');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await cleo.waitForScreen('call');
  desk.send(intercom(['Call-Info: <sip:127.0.0.1>;answer-after=0']));
  await cleo.waitForScreen('incoming');
  await pause(200);
  assert.ok(!desk.statuses.includes(200));
  await eventually(async () => assert.ok(Math.abs((await listen(cleo)).hz - annHz) < 3));
});

// Parameters of calls and requests that come in, as who sends them sees it: whom they are shown to be from, who may ask for what.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { freePort } from '#test/lab/free-port';
import { type AdministeredPhone, changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { HandCall } from '#test/support/hand-call';
import { contactOf, type HandMessage, type HandRequest, HandServer, headerOf, soundAt } from '#test/support/hand-server';
import { lineAt, putDown, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

/** Both are registered there. */
let server: HandServer;
let administered: AdministeredPhone;
/** Of user 1002, with what counts from the start only. */
let strict: SimulatedPhone;
let strictPort: number;
/** What each said of itself. */
const registrations = new Map<string, HandMessage>();
before(async () => {
  server = await HandServer.open();
  strictPort = await freePort('127.0.0.1');
  const quick = { 'voip/signalling/sip/sip_t1': 100 };
  [administered, strict] = await Promise.all([
    startAdministeredPhone({ params: { ...lineAt(server.port, '1001'), ...quick } }),
    SimulatedPhone.start({
      params: {
        ...lineAt(server.port, '1002'),
        ...quick,
        'voip/signalling/sip/port': strictPort,
        'voip/line/0/auth_invite': 1,
        'voip/signalling/sip/strangers': 'IGNORE',
        'voip/signalling/sip/sip_timer_h': 250,
        'voip/signalling/sip/sip_timer_j': 1,
      },
    }),
  ]);
  for (const user of ['1001', '1002']) {
    registrations.set(user, await server.next('REGISTER', (request) => headerOf(request, 'From').includes(user)));
  }
  await Promise.all([administered.phone.waitForLine(), strict.waitForLine()]);
});
after(async () => {
  await Promise.all([administered.phone[Symbol.asyncDispose](), strict[Symbol.asyncDispose]()]);
  await server[Symbol.asyncDispose]();
});
afterEach(() => putDown(administered.phone));

function registrationOf(user: string): HandMessage {
  const registration = registrations.get(user);
  assert.ok(registration !== undefined);
  return registration;
}

function ask(from: HandServer, method: string, user: string, request: Partial<HandRequest> = {}): Required<HandRequest> {
  const registration = registrationOf(user);
  return from.ask(method, registration.from, { uri: contactOf(registration), ...request });
}

function call(user: string, headers: readonly string[] = [], from: HandServer = server): HandCall {
  return new HandCall(from, registrationOf(user), { headers });
}

/** The answer to that very request, or within that call. */
function answerTo(asked: Pick<HandRequest, 'callId'>, what: string, at: HandServer = server): Promise<HandMessage> {
  return at.next(what, (answer) => headerOf(answer, 'Call-ID') === asked.callId);
}

/** It rings at 1001's. */
async function ring(headers: readonly string[] = []): Promise<HandCall> {
  const ringing = call('1001', headers);
  await administered.phone.waitForScreen('incoming');
  return ringing;
}

/** The server clicks on the phone's screen. */
function click(talk: HandCall, event: 'talk' | 'hold' | 'conference'): void {
  talk.request('NOTIFY', [`Event: ${event}`, 'Subscription-State: active']);
}

test('voip/signalling/sip/caller_id/source: which of four names is shown', async () => {
  const { phone, admin } = administered;
  const named = [
    'P-Asserted-Identity: <sip:2222@example.org>',
    'Remote-Party-ID: <sip:3333@example.org>;party=calling',
    'P-Preferred-Identity: <sip:4444@example.org>',
  ];
  for (const [source, shown] of [
    ['PAID-RPID-FROM', '2222'],
    ['RPID-PAID-FROM', '3333'],
    ['PPID-PAID-RPID-FROM', '4444'],
    ['FROM', '1009'],
  ] as const) {
    await changeSettings(admin, { 'voip/signalling/sip/caller_id/source': source });
    const ringing = await ring(named);
    assert.ok(words(await phone.screen()).includes(shown), `${source}: ${words(await phone.screen())}`);
    ringing.request('CANCEL');
    await putDown(phone);
  }
});

test('voip/line/0/auth_invite: who calls has to know the password', async () => {
  await answerTo(call('1002'), '401 INVITE');
  assert.equal((await strict.screen()).screen, 'idle');
  const ringing = await ring();
  ringing.request('CANCEL');
});

test('voip/signalling/sip/strangers: no answer at all, or a short one', async () => {
  await using stranger = await HandServer.open('127.0.0.3');
  const ignored = ask(stranger, 'OPTIONS', '1002');
  await answerTo(ask(server, 'OPTIONS', '1002'), '200 OPTIONS');
  await answerTo(call('1001', [], stranger), '403 INVITE', stranger);
  assert.ok(stranger.messages.every((answer) => headerOf(answer, 'Call-ID') !== ignored.callId));
});

test('voip/signalling/sip/direct_ip_calls/enabled: a stranger makes the phone ring', async () => {
  await using stranger = await HandServer.open('127.0.0.3');
  await changeSettings(administered.admin, { 'voip/signalling/sip/direct_ip_calls/enabled': 1 });
  await answerTo(call('1001', [], stranger), '180 INVITE', stranger);
  await changeSettings(administered.admin, { 'voip/signalling/sip/direct_ip_calls/enabled': 0 });
});

test('voip/signalling/sip/port: where the phone is found', () => {
  assert.equal(registrationOf('1002').from.port, strictPort);
});

test('voip/signalling/sip/sip_timer_h: how long a refusal is repeated that nobody acknowledges', async () => {
  const short = call('1002');
  await changeSettings(administered.admin, { 'voip/line/0/auth_invite': 1 });
  const usual = call('1001');
  const refusals = ({ callId }: HandCall): number =>
    server.messages.filter((answer) => answer.status === 401 && headerOf(answer, 'Call-ID') === callId).length;
  await administered.phone.waitFor('four of the other', async () => (refusals(usual) >= 4 ? true : undefined));
  await changeSettings(administered.admin, { 'voip/line/0/auth_invite': 0 });
  // After 100 ms; the next would be after 300.
  assert.ok(refusals(short) <= 2, `${refusals(short)} in the time of four`);
});

test('voip/signalling/sip/sip_timer_j: how long a request that comes again is the same one', async () => {
  for (const [user, same] of [
    ['1001', true],
    ['1002', false],
  ] as const) {
    const asked = ask(server, 'OPTIONS', user);
    const first = await answerTo(asked, '200 OPTIONS');
    // The timer has long run out when another request has been answered.
    await answerTo(ask(server, 'OPTIONS', user), '200 OPTIONS');
    const count = server.messages.length;
    ask(server, 'OPTIONS', user, asked);
    // Refusals that nobody acknowledged still come again in between.
    const again = await administered.phone.waitFor('the answer', async () =>
      server.messages.slice(count).find((answer) => headerOf(answer, 'Call-ID') === asked.callId),
    );
    assert.equal(headerOf(again, 'To') === headerOf(first, 'To'), same, user);
  }
});

test('voip/signalling/sip/session_timer/minimum: a shorter session is refused', async () => {
  const { admin } = administered;
  await changeSettings(admin, { 'voip/signalling/sip/session_timer/minimum': 300 });
  const headers = ['Supported: timer', 'Session-Expires: 200'];
  const refused = await answerTo(call('1001', headers), '422 INVITE');
  assert.equal(headerOf(refused, 'Min-SE'), '300');
  await changeSettings(admin, { 'voip/signalling/sip/session_timer/minimum': 90 });
  const ringing = await ring(headers);
  ringing.request('CANCEL');
});

test('voip/signalling/sip/talk_event/enabled: a remote click answers', async () => {
  const { admin } = administered;
  const ringing = await ring();
  click(ringing, 'talk');
  await answerTo(ringing, '489 NOTIFY');
  await changeSettings(admin, { 'voip/signalling/sip/talk_event/enabled': 1 });
  click(ringing, 'talk');
  await answerTo(ringing, '200 NOTIFY');
  await answerTo(ringing, '200 INVITE');
  ringing.request('ACK');
  await administered.phone.waitForScreen('call');
});

test('voip/signalling/sip/hold_event/enabled: a remote click holds', async () => {
  const { phone, admin } = administered;
  const talk = await ring();
  await phone.hook(true);
  await answerTo(talk, '200 INVITE');
  talk.request('ACK');
  click(talk, 'hold');
  await answerTo(talk, '489 NOTIFY');
  await changeSettings(admin, { 'voip/signalling/sip/hold_event/enabled': 1 });
  server.answers.set('INVITE', () => ({ status: 200, body: soundAt(40_000, ['a=recvonly']) }));
  click(talk, 'hold');
  await answerTo(talk, '200 NOTIFY');
  assert.match((await server.next('INVITE')).body, /^a=sendonly\r$/m);
  await phone.waitForScreen('held');
});

test('voip/signalling/sip/conference_event/enabled: a remote click joins two calls', async () => {
  const { phone, admin } = administered;
  server.answers.set('INVITE', () => ({ status: 200, body: soundAt(40_000) }));
  const waits = await ring();
  await phone.hook(true);
  await answerTo(waits, '200 INVITE');
  waits.request('ACK');
  await phone.waitForScreen('call');
  const talks = await ring();
  await phone.softKey('answer');
  await answerTo(talks, '200 INVITE');
  talks.request('ACK');
  await phone.waitForScreen('call');
  click(talks, 'conference');
  await answerTo(talks, '489 NOTIFY');
  await changeSettings(admin, { 'voip/signalling/sip/conference_event/enabled': 1 });
  click(talks, 'conference');
  await answerTo(talks, '200 NOTIFY');
  await phone.waitForScreen('conference');
});

test('voip/signalling/sip/remote_commands/enabled: a server may prove itself and command, or may not at all', async () => {
  const command = { headers: ['Event: check-sync;reboot=false', 'Subscription-State: terminated'] };
  await answerTo(ask(server, 'NOTIFY', '1001', command), '401 NOTIFY');
  await changeSettings(administered.admin, { 'voip/signalling/sip/remote_commands/enabled': 0 });
  await answerTo(ask(server, 'NOTIFY', '1001', command), '489 NOTIFY');
});

test('voip/line/0/call_forward/enabled: a line without forwarding rings', async () => {
  const { admin } = administered;
  await changeSettings(admin, {
    'voip/services/call_forward/always/enabled': 1,
    'voip/services/call_forward/always/destination': '2000',
  });
  const sentOn = await answerTo(call('1001'), '302 INVITE');
  assert.match(headerOf(sentOn, 'Contact'), /sip:2000@/);
  await changeSettings(admin, { 'voip/line/0/call_forward/enabled': 0 });
  const ringing = await ring();
  ringing.request('CANCEL');
});

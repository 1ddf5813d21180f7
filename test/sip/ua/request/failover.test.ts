// One server of a farm dies, or is taken down: the next one is asked, and the dead one is not asked first again (RFC 3263 §4.3).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeResponse } from '#sip/message/make-response';
import { defaultTimers } from '#sip/timers';
import { nonInviteClient } from '#sip/transaction/non-invite-client';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const first = '10.0.0.9';
const second = '10.0.0.8';

function farm() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const a = new SipPeer({ network, clock, address: first });
  const b = new SipPeer({ network, clock, address: second, seed: 8 });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  phone.hosts.set('farm.example', [first, second]);
  const dead = new Set<string>();
  network.drop = (_message, to) => dead.has(to);
  return { clock, network, a, b, phone, dead };
}

const unregistered = { domain: 'farm.example', registration: undefined };

test('a call goes to the next server after five seconds, and the call after it at once', async () => {
  const { clock, a, b, phone, dead } = farm();
  dead.add(first);
  const { account } = phone.account(unregistered);
  phone.call(account, '2002');
  await clock.advanceAsync(4900);
  assert.equal(b.requests('INVITE').length, 0);
  await clock.advanceAsync(200);
  assert.equal(b.requests('INVITE').length, 1);
  phone.call(account, '2003');
  await clock.advanceAsync(10);
  assert.equal(b.requests('INVITE').length, 2);
  assert.equal(a.requests('INVITE').length, 0);
});

test('after a minute the first server is tried again', async () => {
  const { clock, a, b, phone, dead } = farm();
  dead.add(first);
  const { account } = phone.account(unregistered);
  phone.call(account, '2002');
  await clock.advanceAsync(6000);
  dead.clear();
  await clock.advanceAsync(60_000);
  phone.call(account, '2003');
  await clock.advanceAsync(10);
  assert.deepEqual([a.requests('INVITE').length, b.requests('INVITE').length], [1, 1]);
});

test('when all are silent the last one gets its whole time, and the call ends with a timeout', async () => {
  const { clock, phone, dead } = farm();
  dead.add(first).add(second);
  const { account } = phone.account(unregistered);
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(36_900);
  assert.deepEqual(types(events), []);
  await clock.advanceAsync(200);
  assert.deepEqual(events, [{ type: 'ended', end: { by: 'timeout' } }]);
});

test('a server that has answered, if only with 100, is waited for', async () => {
  const { clock, b, a, phone, dead } = farm();
  const { account } = phone.account(unregistered);
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(500);
  dead.add(first);
  await clock.advanceAsync(30_000);
  assert.deepEqual([types(events), b.received.length], [[], 0]);
  dead.clear();
  a.respond(a.invite, 180);
  await clock.advanceAsync(10);
  assert.deepEqual(types(events), ['progressed']);
});

/** The first server has the call, and keeps silent until the second is asked. */
async function overdueCall() {
  const parts = farm();
  const { clock, network, a, b, phone } = parts;
  let silent = true;
  network.drop = (message, to) => silent && message.kind === 'response' && to === phone.local.address;
  const { account } = phone.account(unregistered);
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(4990);
  silent = false;
  await clock.advanceAsync(20);
  assert.deepEqual([a.pending.length, b.pending.length, events], [1, 1, []]);
  return { ...parts, call, events };
}

test('a server that answers too late is told that nobody waits, and is not asked again', async () => {
  const { clock, network, a, b, events } = await overdueCall();
  network.wire.length = 0;
  await clock.advanceAsync(10_000);
  a.respond(a.invite, 180);
  await clock.advanceAsync(50);
  assert.deepEqual([a.cancelled.length, events], [1, []]);
  b.respond(b.invite, 180);
  b.respond(b.invite, 200, { sdp: sdpOf(second) });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
  const asked = network.wire.filter(
    ({ to, message }) => to === first && message.kind === 'request' && message.method === 'INVITE',
  );
  assert.equal(asked.length, 0);
});

test('a call that is answered by way of the late server is a call, and rings at the other one no longer', async () => {
  const { clock, a, b, call, events } = await overdueCall();
  a.respond(a.invite, 200, { sdp: sdpOf(first) });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  b.respond(b.invite, 180);
  await clock.advanceAsync(50);
  assert.deepEqual([a.requests('ACK').length, b.cancelled.length], [1, 1]);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  call.end();
  await clock.advanceAsync(50);
  assert.deepEqual([a.requests('BYE').length, b.requests('BYE').length], [1, 0]);
});

test('when all others have failed, who answers late by way of the first is not left with silence', async () => {
  const { clock, a, b, events } = await overdueCall();
  b.respond(b.invite, 480);
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['ended']);
  a.respond(a.invite, 200, { sdp: sdpOf(first) });
  await clock.advanceAsync(50);
  assert.deepEqual([a.requests('ACK').length, a.requests('BYE').length], [1, 1]);
  assert.deepEqual(types(events), ['ended']);
});

test('who hung up meanwhile rings at neither', async () => {
  const { clock, a, b, phone, call } = await overdueCall();
  call.end();
  a.respond(a.invite, 180);
  b.respond(b.invite, 180);
  await clock.advanceAsync(50);
  assert.deepEqual([a.cancelled.length, b.cancelled.length], [1, 1]);
  await clock.advanceAsync(40_000);
  assert.equal(phone.agent.load.transactions, 0);
});

test('503 with Retry-After sends us to the next, for as long as it says', async () => {
  const { clock, a, b, phone } = farm();
  let overloaded = true;
  a.answers.set('INVITE', (transaction) => {
    if (overloaded) a.respond(transaction, 503, { headers: [['Retry-After', '300']] });
    else a.pending.push(transaction);
  });
  const { account } = phone.account(unregistered);
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  overloaded = false;
  assert.deepEqual([a.requests('INVITE').length, b.requests('INVITE').length], [1, 1]);
  await clock.advanceAsync(290_000);
  phone.call(account, '2003');
  await clock.advanceAsync(10);
  assert.deepEqual([a.requests('INVITE').length, b.requests('INVITE').length], [1, 2]);
  await clock.advanceAsync(10_000);
  phone.call(account, '2004');
  await clock.advanceAsync(10);
  assert.equal(a.requests('INVITE').length, 2);
});

test('503 without Retry-After speaks of that request alone', async () => {
  const { clock, a, b, phone } = farm();
  a.answers.set('INVITE', (transaction) => a.respond(transaction, 503));
  const { account } = phone.account(unregistered);
  phone.call(account, '2002');
  await clock.advanceAsync(100);
  phone.call(account, '2003');
  await clock.advanceAsync(100);
  assert.deepEqual([a.requests('INVITE').length, b.requests('INVITE').length], [2, 2]);
});

test('the proxy of a call dies: its BYE goes by the other one, without the Route of the dead', async () => {
  const { clock, a, b, phone, dead } = farm();
  const { account } = phone.account(unregistered);
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  a.respond(a.invite, 200, {
    sdp: sdpOf('10.0.0.20'),
    headers: [
      ['Contact', '<sip:2002@10.0.0.20>'],
      ['Record-Route', `<sip:${first};lr>`],
    ],
  });
  await clock.advanceAsync(50);
  assert.equal(a.requests('ACK').length, 1);
  dead.add(first);
  call.end();
  await clock.advanceAsync(5100);
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'ended']);
  const bye = b.last('BYE');
  assert.equal(bye.headers.has('Route'), false);
  assert.equal('host' in bye.uri && bye.uri.host, '10.0.0.20');
});

test('what is sent to a Contact past the proxy takes no detour', async () => {
  const { clock, a, b, phone, dead } = farm();
  const { account } = phone.account(unregistered);
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  a.respond(a.invite, 200, { sdp: sdpOf(first), headers: [['Contact', `<sip:2002@${first}>`]] });
  await clock.advanceAsync(50);
  dead.add(first);
  call.end();
  await clock.advanceAsync(40_000);
  assert.equal(b.received.length, 0);
});

for (const [route, left] of [
  ['farm.example', true],
  [first, false],
] as const) {
  test(`a call that rang until the dead server may be tried again is acknowledged by the one that brought the answer: Route ${route}`, async () => {
    const { clock, a, b, phone, dead } = farm();
    dead.add(first);
    const { account } = phone.account(unregistered);
    phone.call(account, '2002');
    await clock.advanceAsync(6000);
    b.respond(b.invite, 180);
    await clock.advanceAsync(61_000);
    const headers = [
      ['Contact', '<sip:2002@10.0.0.20>'],
      ['Record-Route', `<sip:${route};lr>`],
    ] as const;
    b.respond(b.invite, 200, { sdp: sdpOf('10.0.0.20'), headers });
    await clock.advanceAsync(50);
    assert.deepEqual([a.requests('ACK').length, b.requests('ACK').length], [0, 1]);
    assert.equal(b.last('ACK').headers.has('Route'), left);
  });
}

test('an ACK that the network does not take goes to the next address', async () => {
  const { clock, a, phone } = farm();
  phone.hosts.set('gateway.example', ['10.0.0.77', first]);
  const { account } = phone.account({ ...unregistered, protocol: 'TCP' });
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  a.respond(a.invite, 200, { sdp: sdpOf(first), headers: [['Contact', '<sip:2002@gateway.example>']] });
  await clock.advanceAsync(50);
  assert.equal(a.requests('ACK').length, 1);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a provisional response gives a request back the time that timer F has', () => {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const peer = new SipPeer({ network, clock, address: first });
  const request = peer.request({ method: 'OPTIONS', uri: 'sip:x@y' });
  request.headers.prepend('Via', 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx');
  const context = { timers: defaultTimers, reliable: true, patienceMs: 5000 };
  const source = peer.target;
  const input = { type: 'responseReceived', response: makeResponse(request, 100), source } as const;
  const step = nonInviteClient({ name: 'trying', intervalMs: 500, repeats: 0 }, input, context);
  assert.deepEqual(step.actions[0], { type: 'startTimer', timer: 'F', delayMs: 27_000 });
});

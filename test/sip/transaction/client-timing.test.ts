// When a client transaction sends, and when it gives up: the instants of RFC 3261 §17.1 on the fake clock.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientTransactionEvent } from '#sip/transaction/transaction-events';
import { TransportError } from '#sip/transport/transport';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { type Party, party, request, response, target } from './fixture.ts';

interface Scene {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly caller: Party;
  readonly events: ClientTransactionEvent[];
}

function scene(): Scene {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  return { clock, network, caller: party(clock, network, '192.0.2.10'), events: [] };
}

function sentAt({ network }: Scene, method: string): readonly number[] {
  const found: number[] = [];
  for (const { atMs, message } of network.wire) if (message.kind === 'request' && message.method === method) found.push(atMs);
  return found;
}

const bob = target('192.0.2.20');
const types = (events: readonly ClientTransactionEvent[]): readonly string[] => events.map(({ type }) => type);

test('an INVITE that nobody hears is sent seven times and times out after 32 s', () => {
  const s = scene();
  s.caller.layer.sendRequest(request('INVITE'), bob, (event) => s.events.push(event));
  s.clock.advance(31_999);
  assert.deepEqual(sentAt(s, 'INVITE'), [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
  assert.deepEqual(s.events, []);
  s.clock.advance(1);
  assert.deepEqual(types(s.events), ['timedOut', 'terminated']);
  s.clock.advance(100_000);
  assert.equal(sentAt(s, 'INVITE').length, 7);
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
});

test('another request is sent eleven times, at most 4 s apart, and times out after 32 s', () => {
  const s = scene();
  s.caller.layer.sendRequest(request('OPTIONS'), bob, (event) => s.events.push(event));
  s.clock.advance(31_999);
  assert.deepEqual(sentAt(s, 'OPTIONS'), [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
  s.clock.advance(1);
  assert.deepEqual(types(s.events), ['timedOut', 'terminated']);
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
});

test('after a provisional response another request is repeated every 4 s, an INVITE no more', () => {
  for (const [method, times] of [
    ['OPTIONS', [0, 500, 4500, 8500]],
    ['INVITE', [0]],
  ] as const) {
    const s = scene();
    const callee = party(s.clock, s.network, '192.0.2.20', {
      onRequest: (transaction) => transaction.respond(response(transaction.request, 183)),
    });
    s.caller.layer.sendRequest(request(method), bob, (event) => s.events.push(event));
    s.clock.advance(10_000);
    assert.deepEqual(sentAt(s, method), times);
    assert.equal(types(s.events)[0], 'responseReceived');
    s.caller.layer.close();
    callee.layer.close();
    assert.equal(s.clock.pendingTimers + s.caller.layer.size + callee.layer.size, 0);
  }
});

test('over a reliable transport nothing is repeated and the time-out stays', () => {
  const s = scene();
  s.network.drop = () => true;
  party(s.clock, s.network, '192.0.2.20');
  for (const method of ['INVITE', 'OPTIONS']) {
    s.caller.layer.sendRequest(request(method), target('192.0.2.20', 'TCP'), (event) => s.events.push(event));
  }
  s.clock.advance(31_999);
  assert.deepEqual([...sentAt(s, 'INVITE'), ...sentAt(s, 'OPTIONS')], [0, 0]);
  s.clock.advance(1);
  assert.deepEqual(types(s.events), ['timedOut', 'terminated', 'timedOut', 'terminated']);
});

test('a refusal is acknowledged each time it comes, with the To of the response and the Via, CSeq number and Route of the INVITE', () => {
  const s = scene();
  s.network.attach('192.0.2.20', () => undefined);
  const invite = request('INVITE', { cseqNumber: 7 });
  invite.headers.set('Route', '<sip:proxy.example.org;lr>');
  const transaction = s.caller.layer.sendRequest(invite, bob, (event) => s.events.push(event));
  const busy = response(transaction.request, 486, 'busy-tag');
  for (let i = 0; i < 3; i++) s.caller.layer.receive({ type: 'messageReceived', message: busy, source: bob });
  const acks = s.network.wire
    .map(({ message }) => message)
    .filter((message) => message.kind === 'request' && message.method === 'ACK');
  assert.equal(acks.length, 3);
  const ack = acks[0];
  assert.ok(ack?.kind === 'request');
  assert.equal(ack.headers.get('Via'), transaction.request.headers.get('Via'));
  assert.equal(ack.headers.vias.length, 1);
  assert.deepEqual(ack.headers.cseq, { number: 7, method: 'ACK' });
  assert.equal(ack.headers.to.parameters.get('tag'), 'busy-tag');
  assert.equal(ack.headers.get('From'), invite.headers.get('From'));
  assert.equal(ack.headers.callId, invite.headers.callId);
  assert.equal(ack.headers.get('Route'), '<sip:proxy.example.org;lr>');
  assert.deepEqual(types(s.events), ['responseReceived']);
  s.clock.advance(31_999);
  assert.deepEqual(types(s.events), ['responseReceived']);
  s.clock.advance(1);
  assert.deepEqual(types(s.events), ['responseReceived', 'terminated']);
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
});

test('every 2xx of every branch is reported for 32 s after the first; later ones are strays', () => {
  const s = scene();
  const transaction = s.caller.layer.sendRequest(request('INVITE'), bob, (event) => s.events.push(event));
  const hear = (tag: string): void =>
    s.caller.layer.receive({ type: 'messageReceived', message: response(transaction.request, 200, tag), source: bob });
  hear('one');
  hear('two');
  s.clock.advance(31_999);
  hear('one');
  assert.deepEqual(types(s.events), ['responseReceived', 'responseReceived', 'responseReceived']);
  s.clock.advance(1);
  assert.deepEqual(types(s.events).at(-1), 'terminated');
  hear('two');
  assert.equal(s.events.length, 4);
  assert.equal(s.caller.strays.length, 1);
});

test("a response with a second Via, of another method or with an unknown branch is nobody's", () => {
  const s = scene();
  const transaction = s.caller.layer.sendRequest(request('OPTIONS'), bob, (event) => s.events.push(event));
  const twoVias = response(transaction.request, 200);
  twoVias.headers.append('Via', 'SIP/2.0/UDP 192.0.2.66;branch=z9hG4bKbelow');
  const otherMethod = response(transaction.request, 200);
  otherMethod.headers.set('CSeq', '1 INFO');
  const otherBranch = response(transaction.request, 200);
  otherBranch.headers.set('Via', 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKother');
  for (const message of [twoVias, otherMethod, otherBranch])
    s.caller.layer.receive({ type: 'messageReceived', message, source: bob });
  assert.deepEqual(s.events, []);
  assert.deepEqual(s.caller.strays, []);
  s.caller.layer.close();
});

test('a transport that fails is reported after sendRequest has returned, and ends the transaction', async () => {
  const s = scene();
  s.caller.node.failure = new TransportError('unreachable', 'no route');
  for (const method of ['INVITE', 'OPTIONS']) {
    s.events.length = 0;
    s.caller.layer.sendRequest(request(method), bob, (event) => s.events.push(event));
    assert.deepEqual(s.events, []);
    await s.clock.advanceAsync(0);
    assert.deepEqual(types(s.events), ['transportFailed', 'terminated']);
  }
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
});

test('without a local address the request fails by an event too', async () => {
  const s = scene();
  s.caller.node.localAddress = () => {
    throw new TransportError('unreachable', 'no route');
  };
  s.caller.layer.sendRequest(request('OPTIONS'), bob, (event) => s.events.push(event));
  await s.clock.advanceAsync(0);
  assert.deepEqual(types(s.events), ['transportFailed', 'terminated']);
  assert.equal(s.network.wire.length, 0);
});

test('an abandoned transaction says nothing more', () => {
  const s = scene();
  const transaction = s.caller.layer.sendRequest(request('INVITE'), bob, (event) => s.events.push(event));
  transaction.abandon();
  s.clock.advance(100_000);
  assert.deepEqual(s.events, []);
  assert.equal(sentAt(s, 'INVITE').length, 1);
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
});

test('a listener that throws harms nobody else', () => {
  const s = scene();
  const transaction = s.caller.layer.sendRequest(request('OPTIONS'), bob, () => {
    throw new Error('listener');
  });
  s.caller.layer.receive({ type: 'messageReceived', message: response(transaction.request, 200), source: bob });
  s.clock.advance(5000);
  assert.equal(s.clock.pendingTimers + s.caller.layer.size, 0);
  assert.equal(s.caller.log.errors.length, 2);
});

test('our Via names protocol, address and port, asks for rport, and its branch is never twice the same', () => {
  const s = scene();
  const vias = [bob, bob, target('192.0.2.20', 'TCP')].map(
    (to) => s.caller.layer.sendRequest(request('OPTIONS'), to, () => undefined).request.headers.via,
  );
  assert.deepEqual(
    vias.map(({ protocol, host, port }) => [protocol, host, port]),
    [
      ['UDP', '192.0.2.10', 5060],
      ['UDP', '192.0.2.10', 5060],
      ['TCP', '192.0.2.10', 5060],
    ],
  );
  for (const { parameters } of vias) {
    assert.match(parameters.get('branch') ?? '', /^z9hG4bK[0-9a-f]{32}$/);
    assert.ok(parameters.has('rport'));
  }
  assert.equal(new Set(vias.map(({ parameters }) => parameters.get('branch'))).size, 3);
  s.caller.layer.close();
});

test('the ACK of a 2xx gets a branch of its own, which a repetition keeps', () => {
  const s = scene();
  const first = s.caller.layer.sendAck(request('ACK', { toTag: 'bob-tag' }), bob);
  const again = s.caller.layer.sendAck(first, bob);
  assert.equal(again.headers.vias.length, 1);
  assert.equal(again.headers.get('Via'), first.headers.get('Via'));
  assert.equal(s.network.wire.length, 2);
  assert.equal(s.caller.layer.size, 0);
});

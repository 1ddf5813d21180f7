// The server half: what a request meets that is new, repeated, merged, of RFC 2543's time, one too many, or hardly readable.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import type { ServerTransactionEvent } from '#sip/transaction/transaction-events';
import { TransportError } from '#sip/transport/transport';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { arriving, type Party, party, response, target } from './fixture.ts';

const alice = target('192.0.2.10');
const via = (branch: string): string => `SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK${branch};rport=5060`;
/** RFC 2543 knew no magic cookie. */
const oldVia = 'SIP/2.0/UDP 192.0.2.10:5060;branch=7';

interface Scene {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly callee: Party;
  readonly hear: (message: SipRequest) => void;
  readonly answers: () => readonly SipResponse[];
  readonly statusesAt: () => readonly (readonly [number, number])[];
}

function scene(options: Parameters<typeof party>[3] = {}): Scene {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const callee = party(clock, network, '192.0.2.20', options);
  return {
    clock,
    network,
    callee,
    hear: (message) => callee.layer.receive({ type: 'messageReceived', message, source: alice }),
    answers: () => network.wire.map(({ message }) => message).filter((message) => message.kind === 'response'),
    statusesAt: () => network.wire.flatMap(({ atMs, message }) => (message.kind === 'response' ? [[atMs, message.status]] : [])),
  };
}

test('an INVITE is answered 100 by itself after 200 ms, without a To tag, unless its user answers before', () => {
  const silent = scene();
  silent.hear(arriving('INVITE', via('a')));
  silent.clock.advance(1000);
  assert.deepEqual(silent.statusesAt(), [[200, 100]]);
  assert.equal(silent.answers()[0]?.headers.to.parameters.has('tag'), false);

  const quick = scene({ onRequest: (transaction) => transaction.respond(response(transaction.request, 180)) });
  quick.hear(arriving('INVITE', via('a')));
  quick.clock.advance(1000);
  assert.deepEqual(quick.statusesAt(), [[0, 180]]);
});

test('a refusal without ACK is sent eleven times, at most 4 s apart, and reported after 32 s', () => {
  const events: ServerTransactionEvent[] = [];
  const s = scene({
    onRequest(transaction) {
      transaction.listen((event) => events.push(event));
      transaction.respond(response(transaction.request, 486));
    },
  });
  s.hear(arriving('INVITE', via('a')));
  s.clock.advance(100_000);
  assert.deepEqual(
    s.statusesAt().map(([atMs]) => atMs),
    [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500],
  );
  assert.deepEqual(events, [{ type: 'timedOut' }, { type: 'terminated' }]);
  assert.equal(s.clock.pendingTimers + s.callee.layer.size, 0);
});

test('the ACK of a refusal stops its repetition and is not passed up; that of a 2xx is', () => {
  const events: ServerTransactionEvent[] = [];
  const s = scene({ onRequest: (transaction) => transaction.listen((event) => events.push(event)) });
  s.hear(arriving('INVITE', via('a'), { callId: 'one' }));
  const transaction = s.callee.requests[0]?.transaction;
  transaction?.respond(response(transaction.request, 486));
  s.clock.advance(600);
  s.hear(arriving('ACK', via('a'), { callId: 'one', toTag: 'bob-tag' }));
  s.hear(arriving('ACK', via('a'), { callId: 'one', toTag: 'bob-tag' }));
  s.clock.advance(4999);
  assert.deepEqual(events, [{ type: 'acknowledged' }]);
  s.clock.advance(1);
  assert.deepEqual(events, [{ type: 'acknowledged' }, { type: 'terminated' }]);
  assert.equal(s.answers().length, 2);
  assert.deepEqual(s.callee.acks, []);

  s.hear(arriving('INVITE', via('b'), { callId: 'two' }));
  const second = s.callee.requests[1]?.transaction;
  second?.respond(response(second.request, 200));
  s.hear(arriving('ACK', via('c'), { callId: 'two', toTag: 'bob-tag' }));
  assert.equal(s.callee.acks.length, 1);
  // Some give it the INVITE's branch.
  s.hear(arriving('ACK', via('b'), { callId: 'two', toTag: 'bob-tag' }));
  assert.equal(s.callee.acks.length, 2);
  s.clock.advance(100_000);
  assert.equal(s.clock.pendingTimers + s.callee.layer.size, 0);
});

test('after a 2xx repeated INVITEs are swallowed for 32 s, and the user may repeat the 2xx and nothing else', () => {
  const s = scene();
  const invite = arriving('INVITE', via('a'));
  s.hear(invite);
  const transaction = s.callee.requests[0]?.transaction;
  assert.ok(transaction);
  for (const status of [200, 200, 180, 486]) transaction.respond(response(transaction.request, status));
  s.clock.advance(31_999);
  s.hear(invite);
  assert.deepEqual(
    s.answers().map(({ status }) => status),
    [200, 200],
  );
  assert.equal(s.callee.requests.length, 1);
  s.clock.advance(1);
  assert.equal(s.clock.pendingTimers + s.callee.layer.size, 0);
});

test('a repeated request gets the last response again, until timer J', () => {
  const s = scene({ onRequest: (transaction) => transaction.respond(response(transaction.request, 200)) });
  const options = arriving('OPTIONS', via('a'));
  s.hear(options);
  s.clock.advance(31_999);
  s.hear(options);
  assert.equal(s.answers().length, 2);
  assert.equal(s.callee.requests.length, 1);
  s.clock.advance(1);
  assert.equal(s.callee.layer.size, 0);
});

test('the same branch from another sender, or of another method, is another transaction', () => {
  const s = scene();
  s.hear(arriving('OPTIONS', via('a'), { callId: 'one' }));
  s.hear(arriving('OPTIONS', via('a').replace('192.0.2.10', '192.0.2.11'), { callId: 'two' }));
  s.hear(arriving('OPTIONS', via('a').replace(':5060', ':5070'), { callId: 'three' }));
  s.hear(arriving('INFO', via('a'), { callId: 'four' }));
  assert.equal(s.callee.requests.length, 4);
  s.hear(arriving('OPTIONS', via('A').replace('z9hG4bK', 'Z9HG4BK'), { callId: 'one' }));
  assert.equal(s.callee.requests.length, 4, 'branches compare without case');
  s.callee.layer.close();
});

test("the same request on a second way is answered 482; another line, another CSeq and a dialog's request are not the same", () => {
  const s = scene();
  s.hear(arriving('INVITE', via('a'), { callId: 'one' }));
  s.hear(arriving('INVITE', via('b'), { callId: 'one' }));
  assert.deepEqual(
    s.answers().map(({ status }) => status),
    [482],
  );
  assert.equal(s.answers()[0]?.headers.via.parameters.get('branch'), 'z9hG4bKb');
  assert.notEqual(s.answers()[0]?.headers.to.parameters.get('tag'), undefined);
  s.hear(arriving('ACK', via('b'), { callId: 'one', toTag: s.answers()[0]?.headers.to.parameters.get('tag') ?? '' }));
  const otherLine = arriving('INVITE', via('c'), { callId: 'one' });
  s.hear({ ...otherLine, uri: { ...otherLine.uri, user: 'line2' } as SipRequest['uri'] });
  s.hear(arriving('INVITE', via('d'), { callId: 'one', cseqNumber: 2 }));
  s.hear(arriving('INVITE', via('e'), { callId: 'one', toTag: 'x' }));
  s.hear(arriving('INVITE', via('f'), { callId: 'one', toTag: 'x' }));
  assert.equal(s.answers().length, 1);
  assert.equal(s.callee.requests.length, 5);
  s.callee.layer.close();
  s.hear(arriving('INVITE', via('b'), { callId: 'one' }));
  assert.equal(s.callee.requests.length, 6, 'nothing is remembered longer than its transaction');
  s.callee.layer.close();
});

test('RFC 2543 requests are matched by what repetitions have in common', () => {
  const s = scene();
  const events: ServerTransactionEvent[] = [];
  const invite = arriving('INVITE', oldVia, { callId: 'old' });
  s.hear(invite);
  s.hear(invite);
  assert.equal(s.callee.requests.length, 1);
  s.hear(arriving('CANCEL', oldVia, { callId: 'old' }));
  const transaction = s.callee.requests[0]?.transaction;
  assert.equal(s.callee.requests[1]?.cancels, transaction);
  transaction?.listen((event) => events.push(event));
  transaction?.respond(response(invite, 487));
  s.hear(arriving('ACK', oldVia, { callId: 'old', toTag: 'someone-else' }));
  assert.deepEqual(events, []);
  assert.equal(s.callee.acks.length, 1);
  s.hear(arriving('ACK', oldVia, { callId: 'old', toTag: 'bob-tag' }));
  assert.deepEqual(events, [{ type: 'acknowledged' }]);
  s.hear(arriving('INVITE', oldVia, { callId: 'old', cseqNumber: 2 }));
  assert.equal(s.callee.requests.length, 3);
  s.callee.layer.close();
});

test('beyond the limit the oldest answered request makes room, and when all wait for an answer a new one gets 503', () => {
  const s = scene({
    maxServerTransactions: 10,
    onRequest: (transaction) =>
      transaction.request.method === 'OPTIONS' && transaction.respond(response(transaction.request, 200)),
  });
  for (let i = 0; i < 1000; i++) s.hear(arriving('OPTIONS', via(`o${i}`), { callId: `o${i}` }));
  assert.equal(s.callee.layer.size, 10);
  assert.ok(s.answers().every(({ status }) => status === 200));
  for (let i = 0; i < 20; i++) s.hear(arriving('INVITE', via(`i${i}`), { callId: `i${i}` }));
  const refused = s.answers().filter(({ status }) => status === 503);
  assert.equal(refused.length, 10);
  assert.equal(refused[0]?.headers.get('Retry-After'), '32');
  assert.equal(s.callee.layer.size, 10);
  s.callee.layer.close();
  // What was on its way arrives.
  s.clock.advance(1);
  assert.equal(s.clock.pendingTimers, 0);
});

test('beyond the limit an INVITE that was refused and waits for its ACK makes room too', () => {
  const s = scene({
    maxServerTransactions: 10,
    onRequest: (transaction) => transaction.respond(response(transaction.request, 486)),
  });
  for (let i = 0; i < 20; i++) s.hear(arriving('INVITE', via(`i${i}`), { callId: `i${i}` }));
  assert.ok(s.answers().every(({ status }) => status === 486));
  assert.equal(s.callee.layer.size, 10);
  s.callee.layer.close();
});

test('large requests take the room of many', () => {
  const s = scene({ onRequest: (transaction) => transaction.respond(response(transaction.request, 200)) });
  for (let i = 0; i < 500; i++) {
    const large = arriving('OPTIONS', via(`o${i}`), { callId: `o${i}` });
    large.headers.set('X-Padding', 'x'.repeat(16_000));
    s.hear({ ...large, body: new Uint8Array(40_000) });
  }
  assert.ok(s.answers().every(({ status }) => status === 200));
  assert.ok(s.callee.layer.size <= 80, `${s.callee.layer.size} kept`);
  for (let i = 0; i < 500; i++) s.hear(arriving('OPTIONS', via(`p${i}`), { callId: `p${i}` }));
  assert.ok(s.callee.layer.size >= 500);
  s.clock.advance(40_000);
  assert.equal(s.callee.layer.size, 0);
  // What was counted was given back.
  for (let i = 0; i < 1000; i++) s.hear(arriving('OPTIONS', via(`q${i}`), { callId: `q${i}` }));
  assert.equal(s.callee.layer.size, 1000);
  s.callee.layer.close();
});

test('a request that its user never answers is forgotten', () => {
  const s = scene();
  s.hear(arriving('OPTIONS', via('a')));
  s.clock.advance(37_000);
  assert.equal(s.clock.pendingTimers + s.callee.layer.size, 0);
});

test('a user that throws costs a 500, not the phone', () => {
  const s = scene({
    onRequest() {
      throw new Error('user');
    },
  });
  s.hear(arriving('OPTIONS', via('a')));
  assert.deepEqual(
    s.answers().map(({ status }) => status),
    [500],
  );
  assert.equal(s.callee.log.errors.length, 1);
});

test('a response that cannot be sent is reported: an INVITE waits on, another request is over', async () => {
  const events: string[] = [];
  const s = scene({
    onRequest: (transaction) => transaction.listen((event) => events.push(`${transaction.request.method} ${event.type}`)),
  });
  s.callee.node.failure = new TransportError('unreachable', 'test');
  for (const method of ['INVITE', 'OPTIONS']) s.hear(arriving(method, via(method)));
  for (const { transaction } of s.callee.requests) transaction.respond(response(transaction.request, 486));
  await s.clock.advanceAsync(0);
  assert.deepEqual(events, ['INVITE transportFailed', 'OPTIONS transportFailed', 'OPTIONS terminated']);
  await s.clock.advanceAsync(32_000);
  assert.equal(events.at(-1), 'INVITE terminated');
  assert.equal(s.clock.pendingTimers + s.callee.layer.size, 0);
});

test('answers go where the request came from: to its port with rport, else to the port of Via', () => {
  const s = scene({ onRequest: (transaction) => transaction.respond(response(transaction.request, 200)) });
  const targets: number[] = [];
  s.callee.node.send = (_message, to) => {
    assert.equal(to.remote.address, '192.0.2.10');
    targets.push(to.remote.port);
    return Promise.resolve();
  };
  const source = { ...alice, remote: { ...alice.remote, port: 40_000 } };
  const vias = [
    '10.0.0.1:5070;branch=z9hG4bK1;rport',
    '10.0.0.1:5070;branch=z9hG4bK2',
    '10.0.0.1;branch=z9hG4bK3;maddr=192.0.2.99',
  ];
  for (const [i, sentBy] of vias.entries()) {
    const message = arriving('OPTIONS', `SIP/2.0/UDP ${sentBy}`, { callId: `to-${i}` });
    s.callee.layer.receive({ type: 'messageReceived', message, source });
  }
  assert.deepEqual(targets, [40_000, 5070, 5060]);
  s.callee.layer.close();
});

test('what was refused is answered with its own Via, From, Call-ID and CSeq when enough of it was read', () => {
  const s = scene();
  const text = [
    'INVITE sip:bob@192.0.2.20 SIP/2.0',
    `Via: ${via('bad')}`,
    'From: <sip:alice@example.org>;tag=1',
    'To: <sip:bob@example.org>',
    'Call-ID: bad',
    'CSeq: 99999999999 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  const parsed = parseMessage(new TextEncoder().encode(text));
  assert.ok(!parsed.ok);
  const { status, reason, answerable } = parsed;
  s.callee.layer.receive({ type: 'messageRefused', source: alice, status, reason, answerable });
  const [answer] = s.answers();
  assert.equal(answer?.status, 400);
  assert.equal(answer?.headers.get('Via'), via('bad'));
  assert.equal(answer?.headers.get('CSeq'), '99999999999 INVITE');
  assert.equal(answer?.headers.callId, 'bad');
  assert.equal(s.callee.layer.size, 0);
  s.callee.layer.receive({ type: 'messageRefused', source: alice, status: 400, reason: 'x', answerable: undefined });
  assert.equal(s.answers().length, 1);
});

// Transaction layer and real sockets together: requests answered end to end, and hardly readable ones refused with the right Via.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultTimers } from '#sip/timers';
import type { ClientTransactionEvent } from '#sip/transaction/transaction-events';
import { TransactionLayer } from '#sip/transaction/transaction-layer';
import type { Protocol } from '#sip/transport/transport';
import { request, response, seededBytes } from '../transaction/fixture.ts';
import { RawDatagrams, RawStream, Station, text, until } from './fixture.ts';

/** A station whose layer answers every request 200, or leaves it to the test. */
async function open(seed: number): Promise<{ station: Station; layer: TransactionLayer }> {
  const station: Station = await Station.open('127.0.0.1', {
    listener: (event) => {
      station.events.push(event);
      layer.receive(event);
    },
  });
  const layer = new TransactionLayer({
    clock: station.clock,
    log: station.log,
    random: seededBytes(seed),
    transport: station.transport,
    timers: defaultTimers,
    user: {
      requestReceived: (transaction) => transaction.respond(response(transaction.request, 200)),
      ackReceived: () => undefined,
      strayResponseReceived: () => undefined,
    },
  });
  return { station, layer };
}

for (const protocol of ['UDP', 'TCP'] as const satisfies readonly Protocol[]) {
  test(`a hundred requests over ${protocol} are answered, and all transactions end`, async () => {
    const alice = await open(1);
    const bob = await open(2);
    await using _first = alice.station;
    await using _second = bob.station;
    const events: ClientTransactionEvent[] = [];
    for (let i = 0; i < 100; i++) {
      const to = { protocol, remote: bob.station.address(protocol) };
      alice.layer.sendRequest(request(i % 2 === 0 ? 'OPTIONS' : 'INVITE'), to, (event) => events.push(event));
    }
    await until(() => events.filter(({ type }) => type === 'responseReceived').length === 100, 'a hundred answers');
    for (const { station } of [alice, bob]) station.clock.advance(64_000);
    assert.equal(alice.layer.size + bob.layer.size, 0);
    assert.deepEqual([...alice.station.log.errors, ...bob.station.log.errors], []);
  });
}

const bad = [
  ['CSeq: 1 INVITE', 'CSeq: 99999999999 INVITE', 400],
  ['CSeq: 1 INVITE', 'CSeq: 1 OPTIONS', 400],
  ['SIP/2.0\r\nVia', 'SIP/7.0\r\nVia', 505],
  ['Call-ID: raw\r\n', '', 400],
] as const;

test('a malformed request over UDP is answered 400 or 505 with its Via, to the port that it came from', async () => {
  const bob = await open(2);
  await using _station = bob.station;
  using raw = await RawDatagrams.open();
  for (const [good, wrong, status] of bad) {
    const message = text('INVITE', 'SIP/2.0/UDP phone.invalid:9;branch=z9hG4bKbad;rport').replace(good, wrong);
    raw.send(message, bob.station.address('UDP'));
    await until(() => raw.received.length === 1, `answer ${status}`);
    const answer = raw.received.pop() ?? '';
    assert.ok(answer.startsWith(`SIP/2.0 ${status} `), answer);
    assert.ok(
      answer.includes(`Via: SIP/2.0/UDP phone.invalid:9;branch=z9hG4bKbad;rport=${raw.port};received=127.0.0.1\r\n`),
      answer,
    );
    assert.match(answer, /\r\nTo: <sip:bob@example.org>;tag=[0-9a-f]+\r\n/);
  }
  assert.equal(bob.layer.size, 0);
});

test('a malformed request over TCP is answered on its connection', async () => {
  const bob = await open(2);
  await using _station = bob.station;
  for (const [good, wrong, status] of bad) {
    using raw = await RawStream.open(bob.station);
    raw.write(text('INVITE', 'SIP/2.0/TCP phone.invalid:9;branch=z9hG4bKbad;rport').replace(good, wrong));
    await until(() => raw.received.endsWith('\r\n\r\n'), `answer ${status}`);
    assert.ok(raw.received.startsWith(`SIP/2.0 ${status} `), raw.received);
    assert.ok(raw.received.includes(`;branch=z9hG4bKbad;rport=${raw.socket.localPort};received=127.0.0.1\r\n`), raw.received);
  }
});

test('a request over TCP without Content-Length is answered before the connection ends', async () => {
  const bob = await open(2);
  await using _station = bob.station;
  using raw = await RawStream.open(bob.station);
  raw.write(text('INVITE', 'SIP/2.0/TCP phone.invalid:9;branch=z9hG4bKbad;rport').replace(/Content-Length.*\r\n/, ''));
  await until(() => raw.isClosed, 'the end');
  assert.ok(raw.received.startsWith('SIP/2.0 400 Missing or malformed Content-Length\r\n'), raw.received);
});

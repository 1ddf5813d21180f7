// TCP on real sockets on loopback: connections, their reuse, and what hostile ones cost.

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { serializeMessage } from '#sip/message/serialize-message';
import { responseTarget } from '#sip/transport/response-target';
import { StreamConnections } from '#sip/transport/stream-connections';
import { StreamFramer } from '#sip/transport/stream-framer';
import { defaultStreamLimits } from '#sip/transport/stream-limits';
import type { Target } from '#sip/transport/transport';
import { defaultViaManner } from '#sip/transport/via-manner';
import type { Wire } from '#sip/transport/wire';
import { FakeClock } from '#test/support/fake-clock';
import { arriving, response } from '../transaction/fixture.ts';
import { RawStream, Station, text, until } from './fixture.ts';

const via = 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1';
const towards = (station: Station): Target => ({ protocol: 'TCP', remote: station.address('TCP') });

test('requests to one place share a connection, and answers come back on it', async () => {
  await using alice = await Station.open();
  await using bob = await Station.open();
  for (let i = 0; i < 5; i++) await alice.transport.send(arriving('OPTIONS', `${via};rport`), towards(bob));
  await until(() => bob.messages.length === 5, 'five requests');
  const received = bob.of('messageReceived');
  assert.equal(new Set(received.map(({ source }) => source.flow)).size, 1);
  for (const { message, source } of received) {
    assert.ok(message.kind === 'request');
    assert.equal(message.headers.via.parameters.get('rport'), String(source.remote.port));
    await bob.transport.send(response(message, 200), responseTarget(message.headers.via, source));
  }
  await until(() => alice.messages.length === 5, 'five answers');
  assert.equal(new Set(alice.of('messageReceived').map(({ source }) => source.flow)).size, 1);
});

test('requests that are sent while the connection is opened share it too', async () => {
  await using alice = await Station.open();
  await using bob = await Station.open();
  await Promise.all(Array.from({ length: 10 }, () => alice.transport.send(arriving('OPTIONS', via), towards(bob))));
  await until(() => bob.messages.length === 10, 'ten requests');
  assert.equal(new Set(bob.of('messageReceived').map(({ source }) => source.flow)).size, 1);
});

test('an answer whose connection is gone goes to the port of Via over a new one', async () => {
  await using alice = await Station.open();
  await using bob = await Station.open();
  const raw = await RawStream.open(bob);
  raw.write(text('OPTIONS', `SIP/2.0/TCP phone.invalid:${alice.address('TCP').port};branch=z9hG4bK1;rport`));
  await until(() => bob.messages.length === 1, 'the request');
  raw[Symbol.dispose]();
  await until(() => bob.of('flowClosed').length === 1, 'the end of the connection');
  const [received] = bob.of('messageReceived');
  assert.ok(received?.message.kind === 'request');
  assert.equal(bob.of('flowClosed')[0]?.flow, received.source.flow);
  const target = responseTarget(received.message.headers.via, received.source);
  await bob.transport.send(response(received.message, 200), target);
  await until(() => alice.messages.length === 1, 'the answer');
});

test('nobody there is an error: refused', async () => {
  await using alice = await Station.open();
  const gone = await Station.open();
  const to = towards(gone);
  await gone[Symbol.asyncDispose]();
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { name: 'TransportError', code: 'refused' });
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { code: 'refused' });
});

test('no answer to the connection is an error after the time-out, and closing gives up at once', async () => {
  const clock = new FakeClock();
  const options = {
    clock,
    limits: defaultStreamLimits,
    makeFramer: () => new StreamFramer(),
    protocol: 'TCP',
    listener: () => undefined,
    via: () => defaultViaManner,
  } as const;
  const dial = (_target: Target, signal: AbortSignal): Promise<Wire> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const connections = new StreamConnections({ ...options, dial });
  const to: Target = { protocol: 'TCP', remote: { family: 4, address: '127.0.0.1', port: 9 } };
  const first = assert.rejects(connections.send(new Uint8Array(1), to), { code: 'timedOut' });
  clock.advance(9999);
  assert.equal(clock.pendingTimers, 1);
  clock.advance(1);
  await first;
  const second = assert.rejects(connections.send(new Uint8Array(1), to), { code: 'closed' });
  connections.close();
  await second;
  assert.equal(clock.pendingTimers, 0);
  await assert.rejects(connections.send(new Uint8Array(1), to), { code: 'closed' });
});

test('a ping gets its pong, between messages too', async () => {
  await using bob = await Station.open();
  using raw = await RawStream.open(bob);
  raw.write(`\r\n\r\n${text('OPTIONS', via)}\r\n\r\n`);
  await until(() => raw.received.length === 4, 'two pongs');
  assert.equal(raw.received, '\r\n\r\n');
  assert.equal(bob.messages.length, 1);
});

test('a malformed message in a good frame is refused and the connection lives', async () => {
  await using bob = await Station.open();
  using raw = await RawStream.open(bob);
  raw.write(text('OPTIONS', `${via};rport`, { cseq: 'none' }) + text('OPTIONS', via));
  await until(() => bob.messages.length === 1, 'the good one');
  const [refused] = bob.of('messageRefused');
  assert.equal(refused?.status, 400);
  assert.equal(refused?.answerable?.headers.via.parameters.get('rport'), String(raw.socket.localPort));
  assert.equal(raw.isClosed, false);
});

test('an oversized message is refused by its header alone, answered, and the connection ends', async () => {
  let answered: Promise<void> | undefined;
  await using bob: Station = await Station.open('127.0.0.1', {
    listener: (event) => {
      bob.events.push(event);
      if (event.type !== 'messageRefused' || event.answerable?.kind !== 'request') return;
      answered = bob.transport.send(response(event.answerable, event.status), event.source);
    },
  });
  using raw = await RawStream.open(bob);
  raw.write(text('INVITE', `${via};rport`, { length: 10_000_000 }));
  for (let i = 0; i < 100; i++) raw.write('x'.repeat(10_000));
  await until(() => raw.isClosed, 'the end');
  await answered;
  assert.deepEqual(raw.errors, [], 'an end, not a reset, which could take the answer away');
  assert.match(raw.received, /^SIP\/2\.0 413 .*\r\nVia: SIP\/2\.0\/TCP 127\.0\.0\.1;branch=z9hG4bK1;rport=\d+;received=127/);
  assert.equal(bob.of('messageRefused').length, 1);
  bob.clock.advance(10_000);
  await until(() => bob.of('flowClosed').length === 1, 'flowClosed');
  assert.equal(bob.clock.pendingTimers, 0);
});

test('an endless header, a missing length and another protocol end the connection', async () => {
  const cases = [
    [`OPTIONS sip:a@b SIP/2.0\r\nX: ${'x'.repeat(70_000)}`, 513],
    ['OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n', 400],
    ['\x16\x03\x01\x02\x00', 400],
  ] as const;
  for (const [bytes, status] of cases) {
    await using bob = await Station.open();
    using raw = await RawStream.open(bob);
    raw.write(Buffer.from(bytes, 'latin1'));
    await until(() => bob.of('messageRefused').length === 1, `refusal ${status}`);
    assert.equal(bob.of('messageRefused')[0]?.status, status);
    bob.clock.advance(1000);
    await until(() => raw.isClosed, 'the end');
    assert.equal(bob.clock.pendingTimers, 0);
  }
});

test('a half message ends the connection after its time, however slowly bytes keep coming', async () => {
  await using bob = await Station.open();
  using raw = await RawStream.open(bob);
  raw.write('OPTIONS sip:a@b SIP/2.0\r\n');
  // Idle watch and message watch.
  await until(() => bob.clock.pendingTimers === 2, 'the first bytes');
  for (let i = 0; i < 14; i++) {
    bob.clock.advance(1000);
    raw.write('X');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.equal(raw.isClosed, false);
  bob.clock.advance(1000);
  await until(() => raw.isClosed, 'the end');
  assert.equal(bob.of('flowClosed')[0]?.reason, 'a message did not come to its end');
  assert.equal(bob.clock.pendingTimers, 0);
});

test('a connection that is closed in the middle of a message leaves nothing behind', async () => {
  await using bob = await Station.open();
  const raw = await RawStream.open(bob);
  raw.write(text('OPTIONS', via, { length: 100, body: 'half' }));
  await until(() => bob.clock.pendingTimers === 2, 'the half message');
  raw.socket.resetAndDestroy();
  await until(() => bob.of('flowClosed').length === 1, 'the end');
  assert.equal(bob.events.length, 1);
  assert.equal(bob.clock.pendingTimers, 0);
});

test('an idle connection ends; traffic keeps it', async () => {
  await using bob = await Station.open();
  using raw = await RawStream.open(bob);
  await until(() => bob.clock.pendingTimers === 1, 'the connection');
  bob.clock.advance(299_000);
  raw.write('\r\n\r\n');
  await until(() => raw.received.length === 2, 'the pong');
  bob.clock.advance(299_999);
  assert.equal(bob.of('flowClosed').length, 0);
  bob.clock.advance(1);
  await until(() => raw.isClosed, 'the end');
  assert.equal(bob.of('flowClosed')[0]?.reason, 'idle');
});

test('only so many connections are accepted, from all and from one address, and the others live on', async () => {
  await using bob = await Station.open('127.0.0.1', { limits: { maxAccepted: 10, maxAcceptedPerAddress: 5 } });
  const streams = await Promise.all(Array.from({ length: 20 }, () => RawStream.open(bob)));
  await until(() => streams.filter(({ isClosed }) => isClosed).length === 15, 'fifteen refusals');
  for (const raw of streams) if (!raw.isClosed) raw.write(text('OPTIONS', via));
  await until(() => bob.messages.length === 5, 'five requests');
  for (const raw of streams) raw[Symbol.dispose]();
  await until(() => bob.of('flowClosed').length === 5, 'the ends');
  using raw = await RawStream.open(bob);
  raw.write(text('OPTIONS', via));
  await until(() => bob.messages.length === 6, 'a later one');
});

test('one who does not read costs a bounded amount of memory', async () => {
  await using bob = await Station.open();
  using raw = await RawStream.open(bob);
  raw.socket.pause();
  raw.write(text('OPTIONS', via));
  await until(() => bob.messages.length === 1, 'the request');
  const [received] = bob.of('messageReceived');
  assert.ok(received?.message.kind === 'request');
  const big = { ...response(received.message, 200), body: new Uint8Array(60_000) };
  assert.ok(serializeMessage(big).length < 65_536);
  const sent: Promise<void>[] = [];
  while (bob.of('flowClosed').length === 0 && sent.length < 1000) {
    const sending = bob.transport.send(big, received.source);
    sending.catch(() => undefined);
    sent.push(sending);
    if (sent.length % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(sent.length < 1000, 'the connection was given up');
  assert.equal(bob.of('flowClosed')[0]?.reason, 'the other side does not read');
  const outcomes = await Promise.allSettled(sent.slice(-2));
  assert.equal(outcomes.at(-1)?.status, 'rejected');
});

test('many connections with many messages in odd pieces all come through', async () => {
  await using bob = await Station.open('127.0.0.1', { limits: { maxAcceptedPerAddress: 64 } });
  const streams = await Promise.all(Array.from({ length: 40 }, () => RawStream.open(bob)));
  for (const [i, raw] of streams.entries()) {
    raw.socket.setNoDelay(true);
    const all = Array.from({ length: 25 }, (_, j) => text('INFO', via, { callId: `${i}-${j}`, body: 'b'.repeat(i * j) })).join(
      '',
    );
    for (let at = 0, size = 1 + i * 37; at < all.length; at += size) raw.write(all.slice(at, at + size));
  }
  await until(() => bob.messages.length === 1000, 'a thousand messages');
  assert.equal(new Set(bob.messages.map(({ headers }) => headers.callId)).size, 1000);
  assert.equal(bob.of('messageRefused').length, 0);
  for (const raw of streams) raw[Symbol.dispose]();
});

test('closing the transport ends every connection and leaves no timer', async () => {
  const alice = await Station.open();
  const bob = await Station.open();
  await alice.transport.send(arriving('OPTIONS', via), towards(bob));
  await until(() => bob.messages.length === 1, 'the request');
  await alice[Symbol.asyncDispose]();
  await bob[Symbol.asyncDispose]();
  assert.equal(alice.of('flowClosed').length, 1);
  assert.equal(alice.clock.pendingTimers + bob.clock.pendingTimers, 0);
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), towards(bob)), { code: 'closed' });
});

const reachable = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

test('a connection from an address that is gone is ended; others stay', { skip: reachable === undefined }, async () => {
  const away = reachable ?? '';
  await using alice = await Station.open('0.0.0.0');
  await using bob = await Station.open('0.0.0.0');
  const { port } = bob.address('TCP');
  for (const address of [away, '127.0.0.1']) {
    const request = arriving('OPTIONS', 'SIP/2.0/TCP alice.invalid;branch=z9hG4bK1');
    await alice.transport.send(request, { protocol: 'TCP', remote: { family: 4, address, port } });
  }
  alice.transport.addressesChanged([away]);
  assert.equal(alice.of('flowClosed').length, 0);
  alice.transport.addressesChanged(['192.0.2.7']);
  assert.deepEqual(
    alice.of('flowClosed').map(({ reason }) => reason),
    ['our address is gone'],
  );
});

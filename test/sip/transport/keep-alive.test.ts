// Keep-alives on real sockets: pings and pongs, STUN, and what is found out by them (RFC 5626 §4.4).

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import type { SocketAddress, Target } from '#sip/transport/transport';
import { arriving } from '../transaction/fixture.ts';
import { RawDatagrams, Station, until } from './fixture.ts';

const via = 'SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1';
const at = (port: number, protocol: Target['protocol'] = 'UDP'): Target => ({
  protocol,
  remote: { family: 4, address: '127.0.0.1', port },
});

/** A TCP server that keeps what it hears. */
async function listenTcp(): Promise<{ port: number; heard: () => string; socket: () => Socket } & Disposable> {
  let heard = '';
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return {
    port: address.port,
    heard: () => heard,
    socket: () => sockets[0] ?? assert.fail('nobody came'),
    [Symbol.dispose]: close,
  };
}

test('a connection is pinged in its time; with a pong it lives, without one it is closed after ten seconds', async () => {
  using server = await listenTcp();
  await using alice = await Station.open();
  const target = at(server.port, 'TCP');
  await alice.transport.send(arriving('OPTIONS', via), target);
  await until(() => server.heard().endsWith('\r\n\r\n'), 'the request');
  const before = server.heard().length;
  const kept = alice.transport.keepAlive(target, { intervalMs: 10_000, mode: 'answered' });
  alice.clock.advance(7999);
  assert.equal(alice.clock.pendingTimers, 2, 'the idle watch and the first ping');
  alice.clock.advance(2001);
  for (let round = 1; round <= 3; round++) {
    await until(() => server.heard().length >= before + 4 * round, `ping ${round}`);
    assert.equal(alice.clock.pendingTimers, 3);
    server.socket().write('\r\n');
    await until(() => alice.clock.pendingTimers === 2, 'the pong');
    alice.clock.advance(10_000);
    assert.equal(alice.of('flowClosed').length, 0);
  }
  alice.clock.advance(10_000);
  assert.deepEqual(
    alice.of('flowClosed').map(({ reason }) => reason),
    ['no pong'],
  );
  kept.stop();
  assert.equal(alice.clock.pendingTimers, 0);
});

test('pongs are not taken for half a ping', async () => {
  using server = await listenTcp();
  await using alice = await Station.open();
  const target = at(server.port, 'TCP');
  await alice.transport.send(arriving('OPTIONS', via), target);
  await until(() => server.heard().endsWith('\r\n\r\n'), 'the request');
  const before = server.heard().length;
  alice.transport.keepAlive(target, { intervalMs: 1000, mode: 'answered' });
  for (let round = 1; round <= 4; round++) {
    alice.clock.advance(1000);
    await until(() => server.heard().length >= before + 4 * round, `ping ${round}`);
    const timers = alice.clock.pendingTimers;
    server.socket().write('\r\n');
    await until(() => alice.clock.pendingTimers < timers, 'the pong');
  }
  assert.match(server.heard().slice(before), /^(?:\r\n\r\n){4,}$/, 'pings, and no pong of ours to a ping that was none');
});

test('a server that knows no pongs is not asked for them', async () => {
  using server = await listenTcp();
  await using alice = await Station.open();
  const target = at(server.port, 'TCP');
  await alice.transport.send(arriving('OPTIONS', via), target);
  alice.transport.keepAlive(target, { intervalMs: 30_000, mode: 'lineEnds' });
  alice.clock.advance(30_000);
  await until(() => server.heard().endsWith('\r\n\r\n\r\n\r\n'), 'the line ends');
  alice.clock.advance(60_000);
  assert.equal(alice.of('flowClosed').length, 0);
});

test('datagrams of line ends, or empty ones, keep a NAT open', async () => {
  await using alice = await Station.open();
  for (const [mode, bytes] of [
    ['lineEnds', '\r\n\r\n'],
    ['empty', ''],
  ] as const) {
    using server = await RawDatagrams.open();
    const kept = alice.transport.keepAlive(at(server.port), { intervalMs: 20_000, mode });
    alice.clock.advance(20_000);
    await until(() => server.received.length === 1, mode);
    assert.equal(server.received[0], bytes);
    kept.stop();
    alice.clock.advance(60_000);
    assert.equal(alice.clock.pendingTimers, 0);
  }
});

/** Answers Binding requests as a NAT of the moment makes it look. */
function answer(request: string, mapped: { address: string; port: number }): Uint8Array {
  const bytes = Buffer.from(request, 'latin1');
  const octets = mapped.address.split('.').map(Number);
  return Buffer.concat([
    Buffer.from([1, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42]),
    bytes.subarray(8, 20),
    Buffer.from([0, 1, 0, 8, 0, 1, mapped.port >> 8, mapped.port & 255, ...octets]),
  ]);
}

test('another mapped address than before is told, by the server that was asked and nobody else', async () => {
  using server = await RawDatagrams.open();
  using stranger = await RawDatagrams.open();
  await using alice = await Station.open();
  const target = at(server.port);
  alice.transport.keepAlive(target, { intervalMs: 25_000, mode: 'answered' });
  for (const [round, port] of [5060, 5060, 6000].entries()) {
    alice.clock.advance(25_000);
    await until(() => server.received.length > 0, `request ${round}`);
    const request = server.received.at(-1) ?? '';
    server.received.length = 0;
    const before = alice.clock.pendingTimers;
    stranger.send(answer(request, { address: '203.0.113.66', port: 666 }), alice.address('UDP'));
    server.send(answer(request, { address: '203.0.113.5', port }), alice.address('UDP'));
    await until(() => alice.clock.pendingTimers < before, 'the answer');
  }
  await until(() => alice.events.length > 0, 'the news');
  assert.deepEqual(alice.events, [
    { type: 'mappedAddressChanged', target, mapped: { family: 4, address: '203.0.113.5', port: 6000 } },
  ]);
});

test('a STUN server that is silent is asked seven times', async () => {
  using server = await RawDatagrams.open();
  await using alice = await Station.open();
  const asked = assert.rejects(alice.transport.discoverMapped(at(server.port).remote), { code: 'timedOut' });
  alice.clock.advance(39_499);
  await until(() => server.received.length === 7, 'seven requests');
  assert.equal(new Set(server.received).size, 1, 'of one transaction');
  assert.equal(alice.clock.pendingTimers, 1);
  alice.clock.advance(1);
  await asked;
});

test('a keep-alive without an answer has failed, once for each time of asking', async () => {
  using server = await RawDatagrams.open();
  await using alice = await Station.open();
  const target = at(server.port);
  alice.transport.keepAlive(target, { intervalMs: 10_000, mode: 'answered' });
  await alice.clock.advanceAsync(49_500);
  assert.deepEqual(alice.events, [{ type: 'keepAliveFailed', target, reason: 'timedOut' }]);
});

test('where our datagrams come from can be asked of any STUN server', async () => {
  using server = await RawDatagrams.open();
  await using alice = await Station.open();
  const where: SocketAddress = { family: 4, address: '127.0.0.1', port: server.port };
  const asked = alice.transport.discoverMapped(where);
  await until(() => server.received.length === 1, 'the request');
  server.send(answer(server.received[0] ?? '', { address: '198.51.100.9', port: 1024 }), alice.address('UDP'));
  assert.deepEqual(await asked, { family: 4, address: '198.51.100.9', port: 1024 });
  const unanswered = alice.transport.discoverMapped(where);
  await alice[Symbol.asyncDispose]();
  await assert.rejects(unanswered, { code: 'closed' });
});

// How SIP's packets are marked for the network's queues (RFC 2474): by Node on streams, by the native core on datagrams.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { bindDatagramSocket } from '#media/datagram-socket';
import { tcpDial } from '#sip/transport/tcp-dial';
import { arriving } from '../transaction/fixture.ts';
import { RawDatagrams, Station, until } from './fixture.ts';

const tos = 0x60;
const bindMarked = (address: string, port: number): number | string => bindDatagramSocket({ address, port, tos });

test('a connection is marked before its first packet', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const target = { protocol: 'TCP', remote: { family: 4, address: '127.0.0.1', port: address.port } } as const;
  for (const wanted of [tos, 0]) {
    const socket = await tcpDial(wanted)(target, new AbortController().signal);
    assert.equal(socket.getTypeOfService(), wanted);
    socket.destroy();
  }
  server.close();
});

for (const address of ['127.0.0.1', '::1']) {
  test(`a marked socket on ${address} sends and hears as any other`, async () => {
    await using alice = await Station.open(address, { tos, bindMarked });
    await using bob = await Station.open(address);
    const via = 'SIP/2.0/UDP alice.invalid;branch=z9hG4bK1;rport';
    await alice.transport.send(arriving('OPTIONS', via), { protocol: 'UDP', remote: bob.address('UDP') });
    await until(() => bob.messages.length === 1, 'the request');
    assert.deepEqual(bob.of('messageReceived')[0]?.source.remote, alice.address('UDP'));
    await bob.transport.send(arriving('OPTIONS', via), { protocol: 'UDP', remote: alice.address('UDP') });
    await until(() => alice.messages.length === 1, 'one back');
  });
}

test('a port that is taken is an error as without marking, and who declines leaves it to Node', async () => {
  using taken = await RawDatagrams.open();
  const { transport } = await Station.open('127.0.0.1', { tos, bindMarked });
  await transport[Symbol.asyncDispose]();
  await assert.rejects(transport.listen({ udp: [{ address: '127.0.0.1', port: taken.port }] }), {
    name: 'TransportError',
    message: /EADDRINUSE/,
  });
  await using plain = await Station.open('127.0.0.1', { tos, bindMarked: () => undefined });
  assert.ok(plain.address('UDP').port > 0);
});

test('wishes out of range are refused before they reach the kernel', () => {
  for (const wishes of [{ tos: 256 }, { tos: -1 }, { port: 65_536 }, { port: 0.5 }]) {
    assert.throws(() => bindDatagramSocket({ address: '127.0.0.1', port: 0, tos, ...wishes }), RangeError);
  }
  assert.equal(bindDatagramSocket({ address: 'localhost', port: 0, tos }), 'EINVAL');
});

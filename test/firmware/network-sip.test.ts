// SIP sockets follow the network: a phone that starts before its switch does must still be reached.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { findParameter } from '#config/schema';
import { Secret } from '#config/secrets';
import { openNetworkSip } from '#firmware/network-sip';
import { SystemClock } from '#firmware/system/system-clock';
import { SystemRandom } from '#firmware/system/system-random';
import type { NetworkAddress } from '#hal/network/network';
import { MemoryLog } from '#test/support/memory-log';

const loopback: NetworkAddress = { family: 4, address: '127.0.0.1', interface: 'lo' };
const ethernet: NetworkAddress = { family: 4, address: '192.0.2.10', interface: 'eth0' };

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

function defaultOf(path: string): unknown {
  const parameter = findParameter(path);
  return parameter?.declaration.secret === true ? new Secret(parameter.default) : parameter?.default;
}

/** Whether an OPTIONS to the address is answered. */
async function answers(address: string, port: number): Promise<boolean> {
  await using stack = new AsyncDisposableStack();
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  stack.defer(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  await once(socket, 'listening');
  const lines = [
    `OPTIONS sip:${address}:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${socket.address().port};rport;branch=z9hG4bK${Math.random()}`,
    'From: <sip:test@127.0.0.1>;tag=t',
    `To: <sip:${address}>`,
    `Call-ID: ${Math.random()}`,
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    'Content-Length: 0',
  ];
  const answer = once(socket, 'message', { signal: AbortSignal.timeout(500) });
  socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, address);
  return await answer.then(
    ([bytes]) => String(bytes).startsWith('SIP/2.0 200'),
    () => false,
  );
}

for (const before of [[], [loopback]]) {
  test(`a phone that started with ${before.length === 0 ? 'no address' : 'loopback alone'} is reached once it has one`, async () => {
    const port = await freePort();
    let addresses: readonly NetworkAddress[] = before;
    await using sip = await openNetworkSip({
      clock: new SystemClock(),
      log: new MemoryLog(),
      random: new SystemRandom(),
      network: {
        get addresses() {
          return addresses;
        },
        dhcpOptions: new Map(),
        macAddress: '000000000000',
        [Symbol.asyncDispose]: () => Promise.resolve(),
      },
      parameters: { get: (path) => (path === 'voip/signalling/sip/port' ? port : defaultOf(path)) as never },
      mediaSession: () => assert.fail('no calls here'),
      listener: () => undefined,
    });
    assert.equal(await answers('127.0.0.2', port), false);
    addresses = [ethernet];
    await sip.addressChanged();
    assert.equal(await answers('127.0.0.2', port), true);
    addresses = [loopback];
    await sip.addressChanged();
    assert.equal(await answers('127.0.0.1', port), true);
  });
}

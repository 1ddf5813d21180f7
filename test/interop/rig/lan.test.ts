// Proves that a socket with a port by chance is not taken for another protocol's by the tshark that is installed, on either side of the wire.

import './isolated.ts';

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { chancePorts, Lan } from './lan.ts';
import { run } from './run.ts';

const isOfChance = (port: number): boolean => port >= chancePorts.lowest && port <= chancePorts.highest;

test('no protocol of tshark’s is at a port that the wire’s two sides give by chance', async () => {
  await using lan = await Lan.open();
  const decodes = (await run('tshark', ['-G', 'decodes'])).split('\n').map((line) => line.split('\t'));
  const byPort = decodes.filter(([table = '']) => table === 'udp.port' || table === 'tcp.port');
  assert.ok(byPort.length > 100, `${byPort.length} ports`);
  assert.deepEqual(
    byPort.filter(([, port]) => isOfChance(Number(port))),
    [],
  );
  for (let count = 0; count < 20; count += 1) {
    const socket = createSocket('udp4').bind();
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    assert.ok(isOfChance(port), `port ${port} on our side`);
  }
  const range = await lan.runThere(['sysctl', '-n', 'net.ipv4.ip_local_port_range']);
  assert.deepEqual(range.trim().split(/\s+/).map(Number), Object.values(chancePorts));
});

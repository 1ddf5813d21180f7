// Where the panel may listen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardByName } from '#hal/boards';
import { Panel } from '#hal/simulator/panel';
import { loopbackAddress } from '#hal/simulator/panel-guard';
import { VirtualBoard } from '#hal/simulator/virtual-board';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLog } from '../../support/memory-log.ts';

const clock = new FakeClock();
const log = new MemoryLog();
const virtual = new VirtualBoard({ definition: await boardByName('simulated/mono-128'), clock });

test('the panel refuses every address that could be reached from outside', async () => {
  for (const host of [
    '0.0.0.0',
    '::',
    '192.168.1.2',
    '10.0.0.1',
    'example.org',
    '',
    '127.1',
    '::ffff:10.0.0.1',
    'localhost.example.org',
  ]) {
    const panel = new Panel({ board: virtual, clock, log });
    await assert.rejects(panel.listen({ host, port: 0 }), { code: 'ERR_HAL_NOT_LOOPBACK' }, host);
  }
});

test('loopback has three spellings', () => {
  assert.equal(loopbackAddress('localhost'), '127.0.0.1');
  assert.equal(loopbackAddress('127.0.0.53'), '127.0.0.53');
  assert.equal(loopbackAddress('::1'), '::1');
});

test('a port that is taken is a clear error', async () => {
  await using first = new Panel({ board: virtual, clock, log });
  const { port } = await first.listen({ host: 'localhost', port: 0 });
  await using second = new Panel({ board: virtual, clock, log });
  await assert.rejects(second.listen({ host: '127.0.0.1', port }), { code: 'ERR_HAL_PANEL_ADDRESS' });
});

test('a panel that never listened closes', async () => {
  await new Panel({ board: virtual, clock, log }).close();
});

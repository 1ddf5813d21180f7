// The kernel finds an address that another end of the cable has already; the network driver tells of it.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BoardEvent } from '#hal/board';
import { openLinuxNetwork } from '#hal/network/linux';
import { FakeClock } from '../support/fake-clock.ts';
import { run } from './rig/run.ts';

const address = '2001:db8::5';
const ip = (...words: readonly string[]): Promise<string> => run('ip', words);
const longestMs = 60_000;

it('an address that somebody has already is told of, and that it is free again', async () => {
  await ip('link', 'add', 'here', 'type', 'veth', 'peer', 'name', 'there');
  for (const name of ['here', 'there']) await ip('link', 'set', name, 'up');
  await ip('addr', 'add', `${address}/64`, 'dev', 'there', 'nodad');
  await ip('addr', 'add', `${address}/64`, 'dev', 'here');
  const clock = new FakeClock();
  const events: BoardEvent[] = [];
  await using _network = await openLinuxNetwork(
    { clock, report: (event) => event.type === 'duplicateAddressesChanged' && events.push(event) },
    { driver: 'linux-network', interface: 'here' },
  );
  const told = async (count: number): Promise<void> => {
    for (const startMs = performance.now(); events.length < count; await wait(100)) {
      assert.ok(performance.now() - startMs < longestMs, JSON.stringify(events));
      clock.advance(5000);
    }
  };
  await told(1);
  await ip('addr', 'del', `${address}/64`, 'dev', 'here');
  await told(2);
  assert.deepEqual(events, [
    { type: 'duplicateAddressesChanged', addresses: [address] },
    { type: 'duplicateAddressesChanged', addresses: [] },
  ]);
});

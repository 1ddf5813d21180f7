// Which of the machine's addresses the phone uses, and the news of a change.

import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { test } from 'node:test';
import type { BoardEvent } from '#hal/board';
import { openLinuxNetwork, readAddresses } from '#hal/network/linux';
import { FakeClock } from '../../support/fake-clock.ts';

function entry(address: string, mac = '02:00:00:00:00:01', internal = false): NetworkInterfaceInfo {
  return address.includes(':')
    ? { address, mac, internal, family: 'IPv6', netmask: 'ffff:ffff:ffff:ffff::', cidr: null, scopeid: 0 }
    : { address, mac, internal, family: 'IPv4', netmask: '255.255.255.0', cidr: null };
}

const loopback = { lo: [entry('127.0.0.1', '00:00:00:00:00:00', true), entry('::1', '00:00:00:00:00:00', true)] };
const ethernet = {
  eth0: [
    entry('fe80::1', 'AA:bb:cc:00:11:22'),
    entry('2001:db8::5', 'AA:bb:cc:00:11:22'),
    entry('192.0.2.5', 'AA:bb:cc:00:11:22'),
  ],
};

test('IPv4 first, no loopback and no link-local while there is something better', () => {
  assert.deepEqual(readAddresses({ ...loopback, ...ethernet }, undefined), {
    addresses: [
      { family: 4, address: '192.0.2.5', interface: 'eth0' },
      { family: 6, address: '2001:db8::5', interface: 'eth0' },
    ],
    macAddress: 'aabbcc001122',
  });
});

test('loopback when there is nothing else, nothing when there is nothing', () => {
  assert.deepEqual(
    readAddresses(loopback, undefined).addresses.map(({ address }) => address),
    ['127.0.0.1', '::1'],
  );
  assert.deepEqual(readAddresses({}, undefined), { addresses: [], macAddress: '000000000000' });
  assert.deepEqual(readAddresses({ ...loopback, ...ethernet }, 'wlan0').addresses, []);
});

test('a change is told once, within the poll', async () => {
  const clock = new FakeClock();
  const events: BoardEvent[] = [];
  let now: Parameters<typeof readAddresses>[0] = loopback;
  const network = await openLinuxNetwork(
    { clock, report: (event) => events.push(event) },
    { driver: 'linux-network' },
    () => now,
  );
  clock.advance(20_000);
  assert.deepEqual(events, []);
  now = { ...loopback, ...ethernet };
  clock.advance(5_000);
  clock.advance(20_000);
  assert.deepEqual(events, [{ type: 'addressChanged', addresses: network.addresses }]);
  assert.equal(network.macAddress, 'aabbcc001122');
  await network[Symbol.asyncDispose]();
  assert.equal(clock.pendingTimers, 0);
});

// Addresses that another device has already: the kernel's table read, and what a board tells of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardEvent } from '#hal/board';
import { duplicateAddresses } from '#hal/network/duplicate-addresses';
import { openLinuxNetwork } from '#hal/network/linux';
import { FakeClock } from '../../support/fake-clock.ts';
import { openVirtualRig } from '../../support/virtual-rig.ts';

const well = '00000000000000000000000000000001 01 80 10 80       lo\n20010db8000000000000000000000005 02 40 00 80     eth0\n';
const twice = well.replace('00 80     eth0', '00 c8     eth0');

test('what the kernel marks is told in its short form, of the interface that counts', () => {
  assert.deepEqual(duplicateAddresses(well, undefined), []);
  assert.deepEqual(duplicateAddresses(twice, undefined), ['2001:db8::5']);
  assert.deepEqual(duplicateAddresses(twice, 'eth0'), ['2001:db8::5']);
  assert.deepEqual(duplicateAddresses(twice, 'eth1'), []);
  assert.deepEqual(duplicateAddresses('nonsense\n\0\n', undefined), []);
});

test('it is told once, and once more when it is over', async () => {
  const clock = new FakeClock();
  const events: BoardEvent[] = [];
  let table = twice;
  const network = await openLinuxNetwork(
    { clock, report: (event) => events.push(event) },
    { driver: 'linux-network' },
    () => ({}),
    async () => table,
  );
  const later = async (): Promise<void> => {
    for (let poll = 0; poll < 3; poll++) {
      clock.advance(5000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await later();
  assert.deepEqual(events, [{ type: 'duplicateAddressesChanged', addresses: ['2001:db8::5'] }]);
  table = well;
  await later();
  assert.deepEqual(events.slice(1), [{ type: 'duplicateAddressesChanged', addresses: [] }]);
  await network[Symbol.asyncDispose]();
});

test('the simulated board tells of them, too', async () => {
  const rig = await openVirtualRig();
  rig.virtual.duplicateAddresses(['2001:db8::5']);
  assert.deepEqual(rig.events.at(-1), { type: 'duplicateAddressesChanged', addresses: ['2001:db8::5'] });
  await rig.board[Symbol.asyncDispose]();
});

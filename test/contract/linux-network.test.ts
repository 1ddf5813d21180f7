// The network's contract, kept by the Linux driver; a table stands for the kernel's answer.

import type { NetworkInterfaceInfo } from 'node:os';
import { openLinuxNetwork } from '#hal/network/linux';
import type { NetworkAddress, NetworkEvent } from '#hal/network/network';
import { FakeClock } from '../support/fake-clock.ts';
import { networkContract } from './quiet-contracts.ts';

const mac = '02:00:00:00:00:01';

function entry({ family, address }: NetworkAddress): NetworkInterfaceInfo {
  return family === 4
    ? { family: 'IPv4', address, netmask: '255.255.255.0', cidr: null, mac, internal: false }
    : { family: 'IPv6', address, netmask: 'ffff:ffff:ffff:ffff::', cidr: null, mac, internal: false, scopeid: 0 };
}

networkContract('linux-network', async () => {
  const clock = new FakeClock();
  const events: NetworkEvent[] = [];
  let addresses: readonly NetworkAddress[] = [{ family: 4, address: '192.0.2.5', interface: 'eth0' }];
  const network = await openLinuxNetwork(
    {
      clock,
      report: (event) => {
        if (event.type === 'addressChanged') events.push(event);
      },
    },
    { driver: 'linux-network' },
    () => Object.fromEntries(addresses.map((address) => [address.interface, [entry(address)]])),
  );
  return {
    network,
    events,
    change: async (next) => {
      addresses = next;
      clock.advance(60_000);
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  };
});

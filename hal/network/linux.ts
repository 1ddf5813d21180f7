// Addresses of the machine that the phone runs on, looked at every few seconds.

import { readFile } from 'node:fs/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { Choice, DriverContext } from '../driver.ts';
import type { NetworkDriver } from '../driver-choices.ts';
import type { Timer } from '../ports.ts';
import { duplicateAddresses } from './duplicate-addresses.ts';
import { readLease, sameOptions } from './lease-file.ts';
import type { DhcpOptions, Network, NetworkAddress } from './network.ts';

const pollMs = 5_000;

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

interface Reading {
  readonly addresses: readonly NetworkAddress[];
  readonly macAddress: string;
}

/** `read` is the door to the kernel; a test gives its own. */
export async function openLinuxNetwork(
  { clock, report }: Pick<DriverContext, 'clock' | 'report'>,
  choice: Choice<NetworkDriver, 'linux-network'>,
  read: () => Interfaces = networkInterfaces,
  readTable: () => Promise<string> = () => readFile('/proc/net/if_inet6', 'latin1'),
): Promise<Network> {
  let reading = readAddresses(read(), choice.interface);
  let timer: Timer;
  let options = await readOptions(choice.leaseFile);
  const pollOptions = async (): Promise<void> => {
    const next = await readOptions(choice.leaseFile);
    if (closed || sameOptions(next, options)) return;
    options = next;
    report({ type: 'dhcpOptionsChanged', options });
  };
  let duplicates: readonly string[] = [];
  const pollDuplicates = async (): Promise<void> => {
    const next = duplicateAddresses(await readTable().catch(() => ''), choice.interface);
    if (closed || next.join() === duplicates.join()) return;
    duplicates = next;
    report({ type: 'duplicateAddressesChanged', addresses: next });
  };
  let closed = false;
  const poll = (): void => {
    timer = clock.setTimer(pollMs, poll);
    const next = readAddresses(read(), choice.interface);
    const changed = !sameAddresses(next.addresses, reading.addresses);
    reading = next;
    if (changed) report({ type: 'addressChanged', addresses: next.addresses });
    if (choice.leaseFile !== undefined) void pollOptions();
    void pollDuplicates();
  };
  timer = clock.setTimer(pollMs, poll);
  return {
    get addresses(): readonly NetworkAddress[] {
      return reading.addresses;
    },
    get macAddress(): string {
      return reading.macAddress;
    },
    get dhcpOptions(): DhcpOptions {
      return options;
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      timer.cancel();
    },
  };
}

/** Empty while there is no lease. */
async function readOptions(leaseFile: string | undefined): Promise<DhcpOptions> {
  return leaseFile === undefined ? new Map() : readLease(await readFile(leaseFile, 'latin1').catch(() => ''));
}

/** Best first: IPv4 before IPv6, the kernel's order within each; loopback only when there is nothing else. */
export function readAddresses(interfaces: Interfaces, only: string | undefined): Reading {
  const all = Object.entries(interfaces).flatMap(([name, entries]) =>
    only === undefined || only === name ? (entries ?? []).map((entry) => ({ name, entry })) : [],
  );
  // A link-local IPv6 address is of no use without its zone, which neither SIP nor SDP can carry.
  const usable = all.filter(({ entry }) => !entry.internal && !(entry.family === 'IPv6' && isLinkLocal(entry.address)));
  const chosen = usable.length > 0 ? usable : all.filter(({ entry }) => entry.internal);
  const addresses = chosen
    .map(
      ({ name, entry }): NetworkAddress => ({ family: entry.family === 'IPv4' ? 4 : 6, address: entry.address, interface: name }),
    )
    .sort((left, right) => left.family - right.family);
  const mac = chosen[0]?.entry.mac ?? '00:00:00:00:00:00';
  return { addresses, macAddress: mac.replaceAll(':', '').toLowerCase() };
}

/** RFC 4291 §2.5.6: fe80::/10. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab][0-9a-f]:/i.test(address);
}

function sameAddresses(left: readonly NetworkAddress[], right: readonly NetworkAddress[]): boolean {
  return (
    left.length === right.length &&
    left.every((address, index) => address.address === right[index]?.address && address.interface === right[index]?.interface)
  );
}

// Socket addresses between our form and Node's: the interface of a link-local address is a member here, a suffix there.

import { isIP, isIPv6 } from 'node:net';
import { type SocketAddress, TransportError } from './transport.ts';

/** `fe80::1%eth0` becomes an address and its interface. IPv4 in IPv6 clothes becomes IPv4. */
export function fromNode(address: string, port: number): SocketAddress {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return { family: 4, address: mapped, port };
  const [literal = '', zone] = address.split('%');
  const family = isIPv6(literal) ? 6 : 4;
  return zone === undefined ? { family, address: literal, port } : { family, address: literal, port, interface: zone };
}

export function toNode(remote: SocketAddress): string {
  const isLinkLocal = /^fe[89ab]/i.test(remote.address);
  return isLinkLocal && remote.interface !== undefined ? `${remote.address}%${remote.interface}` : remote.address;
}

/** Names were resolved before; what is none here would go to the system's resolver. */
export function demandLiteral(remote: SocketAddress): void {
  if (isIP(remote.address) !== remote.family)
    throw new TransportError('unsupported', `${remote.address} is no IPv${remote.family} literal`);
}

/** Whether it means all addresses of the machine. */
export function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** For maps. */
export function addressKey(remote: SocketAddress): string {
  return `${toNode(remote)} ${remote.port}`;
}

/** In the place of dns.lookup: answers at once, so that nothing is asked of a name server and `bind` and `connect` do their work in the call. */
export function literalLookup(
  address: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, address, isIPv6(address) ? 6 : 4);
}

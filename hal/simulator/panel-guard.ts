// Who may speak to the panel: this machine alone, and no web page but the panel's own.

import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The literal address to bind to, or undefined when it would be reachable from outside. */
export function loopbackAddress(host: string): string | undefined {
  if (host === 'localhost') return '127.0.0.1';
  if (isIPv4(host)) return loopback.check(host, 'ipv4') ? host : undefined;
  if (isIPv6(host)) return loopback.check(host, 'ipv6') ? host : undefined;
  return undefined;
}

/**
 * A page elsewhere can make its own name resolve to 127.0.0.1 (DNS rebinding); the browser then still sends that name as
 * Host. The port is left open: a tunnel may give it another.
 */
export function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = /^(\[[0-9a-f:]+\]|[0-9a-z.-]+)(?::\d{1,5})?$/i.exec(host)?.[1];
  if (name === undefined) return false;
  return loopbackAddress(name.replace(/^\[|\]$/g, '').toLowerCase()) !== undefined;
}

/** Browsers name the page that asks; programs do not, and may. `null` is a page without an origin of its own. */
export function isOwnOrigin({ origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host?.toLowerCase()}`;
}

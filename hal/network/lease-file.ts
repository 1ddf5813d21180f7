// The options of a DHCP lease as the client's hook leaves them in a file: a number and hexadecimal bytes a line, `160 687474703a…`.

import type { DhcpOptions } from './network.ts';

const mostOptions = 254;
/** An option has 255 bytes; joined ones (RFC 3396) a few times that. */
const longestHexadecimal = 4096;

/** Lines that say something else are passed over. */
export function readLease(text: string): DhcpOptions {
  const options = new Map<number, Uint8Array>();
  for (const line of text.split('\n', mostOptions)) {
    const [, number, bytes = ''] = /^(\d{1,3}) ((?:[0-9a-fA-F]{2})*)\s*$/.exec(line) ?? [];
    if (number === undefined || Number(number) > mostOptions || bytes.length > longestHexadecimal) continue;
    options.set(Number(number), Buffer.from(bytes, 'hex'));
  }
  return options;
}

export function sameOptions(left: DhcpOptions, right: DhcpOptions): boolean {
  return left.size === right.size && [...left].every(([number, bytes]) => equal(bytes, right.get(number)));
}

function equal(left: Uint8Array, right: Uint8Array | undefined): boolean {
  return right !== undefined && Buffer.from(left).equals(right);
}

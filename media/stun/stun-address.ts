// Addresses in STUN attributes (RFC 8489 §14.1, §14.2), and how addresses are written here.

import type { StunAttribute } from './stun-message.ts';

/** A literal in its shortest form, without a zone. */
export interface MediaAddress {
  readonly address: string;
  readonly port: number;
}

export function isSameAddress(one: MediaAddress, other: MediaAddress): boolean {
  return one.port === other.port && one.address === other.address;
}

/** Hidden from NATs that rewrite addresses (§14.2). Undefined when it is no literal. */
export function xorAddressAttribute(
  type: number,
  { address, port }: MediaAddress,
  transaction: Uint8Array,
): StunAttribute | undefined {
  const bytes = addressBytes(address);
  if (bytes === undefined) return undefined;
  const value = new Uint8Array(4 + bytes.length);
  const mask = maskOf(transaction);
  value[1] = bytes.length === 4 ? 1 : 2;
  value[2] = (port >> 8) ^ (mask[0] ?? 0);
  value[3] = (port & 0xff) ^ (mask[1] ?? 0);
  for (const [index, byte] of bytes.entries()) value[4 + index] = byte ^ (mask[index] ?? 0);
  return { type, value };
}

export function readXorAddress(value: Uint8Array | undefined, transaction: Uint8Array): MediaAddress | undefined {
  return readAddress(value, maskOf(transaction));
}

/** MAPPED-ADDRESS of servers that know no other. */
export function readPlainAddress(value: Uint8Array | undefined): MediaAddress | undefined {
  return readAddress(value, new Uint8Array(16));
}

/** 4 or 16 bytes; undefined when it is no literal. */
export function addressBytes(literal: string): Uint8Array | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(literal)) {
    const bytes = literal.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? Uint8Array.from(bytes) : undefined;
  }
  const shortest = shortestIpv6(literal);
  if (shortest === undefined) return undefined;
  const [head = '', tail] = shortest.split('::');
  const groups = (text: string): readonly number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** As all addresses here are written. Undefined for what is no literal. */
export function normalAddress(literal: string): string | undefined {
  return literal.includes(':') ? shortestIpv6(literal) : addressBytes(literal)?.join('.');
}

function shortestIpv6(literal: string): string | undefined {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(literal) || !literal.includes(':')) return undefined;
  return URL.parse(`http://[${literal}]`)?.hostname.slice(1, -1);
}

function readAddress(value: Uint8Array | undefined, mask: Uint8Array): MediaAddress | undefined {
  if (value === undefined || value.length < 8) return undefined;
  const length = value[1] === 1 ? 4 : value[1] === 2 ? 16 : 0;
  if (length === 0 || value.length !== 4 + length) return undefined;
  const clear = value.subarray(2).map((byte, index) => byte ^ (mask[index < 2 ? index : index - 2] ?? 0));
  const port = ((clear[0] ?? 0) << 8) | (clear[1] ?? 0);
  const bytes = clear.subarray(2);
  if (length === 4) return { address: bytes.join('.'), port };
  const groups = Array.from({ length: 8 }, (_, at) => (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16));
  const address = shortestIpv6(groups.join(':'));
  return address === undefined ? undefined : { address, port };
}

/** The magic cookie and the transaction. */
function maskOf(transaction: Uint8Array): Uint8Array {
  const mask = new Uint8Array(16);
  mask.set([0x21, 0x12, 0xa4, 0x42]);
  mask.set(transaction.subarray(0, 12), 4);
  return mask;
}

// STUN Binding, as far as a keep-alive needs it (RFC 8489 §5, §14): the request that we send, and what comes back.
//
//  0                   1                   2                   3
//  |0 0|  type (14)  |  length of what follows the header (16)  |
//  |                magic cookie 0x2112a442                     |
//  |                transaction (96 bits)                       |
//  |  attribute type (16)  |  length (16)  |  value, padded to 4 bytes ...

import type { SocketAddress } from './transport.ts';

const magicCookie = 0x2112a442;
const headerBytes = 20;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const bindingError = 0x0111;
const mappedAddress = 0x0001;
const errorCode = 0x0009;
const xorMappedAddress = 0x0020;

export const transactionBytes = 12;

export type StunAnswer =
  | { readonly type: 'bound'; readonly transaction: string; readonly mapped: Omit<SocketAddress, 'interface'> }
  | { readonly type: 'refused'; readonly transaction: string; readonly status: number };

/** Whether a datagram can be STUN: no SIP message begins with a zero byte or a one. */
export function looksLikeStun(bytes: Uint8Array): boolean {
  return bytes.length >= headerBytes && ((bytes[0] ?? 0) & 0xc0) === 0 && view(bytes).getUint32(4) === magicCookie;
}

/** `transaction`: 12 unpredictable bytes, by which the answer is known. */
export function serializeBindingRequest(transaction: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const words = view(bytes);
  words.setUint16(0, bindingRequest);
  words.setUint32(4, magicCookie);
  bytes.set(transaction.subarray(0, transactionBytes), 8);
  return bytes;
}

/** As the answer says it. */
export function transactionName(transaction: Uint8Array): string {
  return Array.from(transaction, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Undefined for anything but an answer to a Binding request. Never throws. */
export function parseStunAnswer(bytes: Uint8Array): StunAnswer | undefined {
  if (!looksLikeStun(bytes)) return undefined;
  const words = view(bytes);
  const type = words.getUint16(0);
  const length = words.getUint16(2);
  if (length % 4 !== 0 || headerBytes + length !== bytes.length) return undefined;
  if (type !== bindingSuccess && type !== bindingError) return undefined;
  const transaction = transactionName(bytes.subarray(8, headerBytes));
  const attributes = readAttributes(bytes);
  if (attributes === undefined) return undefined;
  if (type === bindingError) {
    const value = attributes.get(errorCode);
    const status = value === undefined || value.length < 4 ? 500 : ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0);
    return { type: 'refused', transaction, status };
  }
  // Servers of RFC 3489 know the plain one only, which some NATs rewrite.
  const mapped =
    readAddress(attributes.get(xorMappedAddress), bytes.subarray(4, headerBytes)) ??
    readAddress(attributes.get(mappedAddress), new Uint8Array(16));
  return mapped === undefined ? undefined : { type: 'bound', transaction, mapped };
}

/** The first of each kind; undefined when they do not fill the message exactly. */
function readAttributes(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const words = view(bytes);
  const attributes = new Map<number, Uint8Array>();
  let at = headerBytes;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined;
    const type = words.getUint16(at);
    const length = words.getUint16(at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) return undefined;
    if (!attributes.has(type)) attributes.set(type, bytes.subarray(at + 4, end));
    at = end + ((4 - (length % 4)) % 4);
  }
  return attributes;
}

/** `mask`: magic cookie and transaction, with which §14.2 hides the address from NATs; zeros for the plain one. */
function readAddress(value: Uint8Array | undefined, mask: Uint8Array): Omit<SocketAddress, 'interface'> | undefined {
  if (value === undefined || value.length < 4) return undefined;
  const family = value[1] === 1 ? 4 : value[1] === 2 ? 6 : undefined;
  const bytes = family === 4 ? 4 : 16;
  if (family === undefined || value.length !== 4 + bytes) return undefined;
  const port = view(value).getUint16(2) ^ view(mask).getUint16(0);
  const clear = value.subarray(4).map((byte, index) => byte ^ (mask[index] ?? 0));
  if (family === 4) return { family, address: clear.join('.'), port };
  const groups = Array.from({ length: 8 }, (_, index) =>
    view(clear)
      .getUint16(2 * index)
      .toString(16),
  );
  // In the shortest form, as all addresses here are written.
  return { family, address: new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1), port };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

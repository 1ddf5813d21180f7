// STUN messages as bytes (RFC 8489 §5, §14): what ICE and TURN send and what comes back. Never throws; linear.
//
//  |0 0|  type (14)  |  length of what follows the header (16)  |
//  |                magic cookie 0x2112a442                     |
//  |                transaction (96 bits)                       |
//  |  attribute type (16)  |  length (16)  |  value, padded to 4 bytes ...

import type { Digests } from '../ports.ts';
import { crc32 } from './crc32.ts';

export type StunClass = 'request' | 'indication' | 'success' | 'error';

/** RFC 8489 §18.2, RFC 8656 §17. */
export const stunMethod = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

/** RFC 8489 §18.3, RFC 8656 §18, RFC 8445 §16.1. */
export const stunAttribute = {
  mappedAddress: 0x0001,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
  iceControlling: 0x802a,
} as const;

export interface StunAttribute {
  readonly type: number;
  readonly value: Uint8Array;
}

export interface StunMessage {
  readonly class: StunClass;
  readonly method: number;
  /** 12 bytes; unpredictable in requests. */
  readonly transaction: Uint8Array;
  /** The last ones, MESSAGE-INTEGRITY and FINGERPRINT, are not among them. */
  readonly attributes: readonly StunAttribute[];
}

export interface ReceivedStun extends StunMessage {
  /** Whether it was made with the key. */
  readonly isMadeWith: (key: Uint8Array, digests: Digests) => boolean;
  readonly hasFingerprint: boolean;
}

const magicCookie = 0x2112_a442;
const headerBytes = 20;
const integrityBytes = 20;
const fingerprintMask = 0x5354_554e;
const mostAttributes = 64;
const classes = ['request', 'indication', 'success', 'error'] as const;

export const transactionBytes = 12;

/** RFC 7983 §7. */
export function looksLikeStun(bytes: Uint8Array): boolean {
  return bytes.length >= headerBytes && (bytes[0] ?? 255) <= 3 && view(bytes).getUint32(4) === magicCookie;
}

/** With MESSAGE-INTEGRITY when there is a key, and always with FINGERPRINT. */
export function serializeStun(message: StunMessage, key?: { readonly key: Uint8Array; readonly digests: Digests }): Uint8Array {
  const bodyBytes = message.attributes.reduce((sum, { value }) => sum + 4 + padded(value.length), 0);
  const integrity = key === undefined ? 0 : 4 + integrityBytes;
  const bytes = new Uint8Array(headerBytes + bodyBytes + integrity + 8);
  const words = view(bytes);
  words.setUint16(0, typeOf(message));
  words.setUint32(4, magicCookie);
  bytes.set(message.transaction.subarray(0, transactionBytes), 8);
  let at = headerBytes;
  const add = (type: number, value: Uint8Array): void => {
    words.setUint16(at, type);
    words.setUint16(at + 2, value.length);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  };
  for (const { type, value } of message.attributes) add(type, value);
  if (key !== undefined) {
    words.setUint16(2, at + integrity - headerBytes);
    add(stunAttribute.messageIntegrity, key.digests.hmacSha1(key.key, bytes.slice(0, at)));
  }
  words.setUint16(2, bytes.length - headerBytes);
  const fingerprint = new Uint8Array(4);
  view(fingerprint).setUint32(0, (crc32(bytes.subarray(0, at)) ^ fingerprintMask) >>> 0);
  add(stunAttribute.fingerprint, fingerprint);
  return bytes;
}

/** Undefined for anything but a whole STUN message whose fingerprint, if it has one, is right. */
export function parseStun(bytes: Uint8Array): ReceivedStun | undefined {
  if (!looksLikeStun(bytes)) return undefined;
  const words = view(bytes);
  const length = words.getUint16(2);
  const placed = length % 4 === 0 && headerBytes + length === bytes.length ? placesOf(bytes) : undefined;
  if (placed === undefined) return undefined;
  const fingerprint = placed.findIndex(({ type }) => type === stunAttribute.fingerprint);
  if (fingerprint >= 0 && !(fingerprint === placed.length - 1 && isFingerprint(bytes, placed[fingerprint]))) return undefined;
  const integrity = placed.findIndex(
    ({ type, value }) => type === stunAttribute.messageIntegrity && value.length === integrityBytes,
  );
  const integrityAt = placed[integrity]?.at;
  const type = words.getUint16(0);
  return {
    class: classes[((type >> 7) & 2) | ((type >> 4) & 1)] ?? 'request',
    method: (type & 0xf) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80),
    transaction: bytes.subarray(8, headerBytes),
    // §14.5: what follows the integrity is not protected and does not count.
    attributes: integrity >= 0 ? placed.slice(0, integrity) : placed.filter((each) => each.type !== stunAttribute.fingerprint),
    hasFingerprint: fingerprint >= 0,
    isMadeWith: (key, digests) => integrityAt !== undefined && isMadeWith(bytes, integrityAt, key, digests),
  };
}

interface PlacedAttribute extends StunAttribute {
  readonly at: number;
}

/** Undefined when they do not fill the message exactly. */
function placesOf(bytes: Uint8Array): readonly PlacedAttribute[] | undefined {
  const words = view(bytes);
  const placed: PlacedAttribute[] = [];
  for (let at = headerBytes; at < bytes.length; ) {
    const end = at + 4 + words.getUint16(at + 2);
    if (end > bytes.length || placed.length === mostAttributes) return undefined;
    placed.push({ type: words.getUint16(at), value: bytes.subarray(at + 4, end), at });
    at = at + padded(end - at);
  }
  return placed;
}

function isFingerprint(bytes: Uint8Array, placed: PlacedAttribute | undefined): boolean {
  if (placed?.value.length !== 4) return false;
  return view(placed.value).getUint32(0) === (crc32(bytes.subarray(0, placed.at)) ^ fingerprintMask) >>> 0;
}

/** The first of the type. */
export function findStunAttribute(message: StunMessage, type: number): Uint8Array | undefined {
  return message.attributes.find((each) => each.type === type)?.value;
}

export function numberAttribute(type: number, value: number): StunAttribute {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, value);
  return { type, value: bytes };
}

export function textAttribute(type: number, text: string): StunAttribute {
  return { type, value: new TextEncoder().encode(text) };
}

/** 32 bits; undefined when it is not there or something else. */
export function findNumber(message: StunMessage, type: number): number | undefined {
  const value = findStunAttribute(message, type);
  return value?.length === 4 ? view(value).getUint32(0) : undefined;
}

/** Of an error response; 500 where it does not say. */
export function errorCodeOf(message: StunMessage): number {
  const value = findStunAttribute(message, stunAttribute.errorCode);
  return value === undefined || value.length < 4 ? 500 : ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0);
}

export function errorAttribute(code: number, reason: string): StunAttribute {
  const text = new TextEncoder().encode(reason);
  const value = new Uint8Array(4 + text.length);
  value.set([0, 0, Math.floor(code / 100), code % 100]);
  value.set(text, 4);
  return { type: stunAttribute.errorCode, value };
}

export function transactionName(transaction: Uint8Array): string {
  return Array.from(transaction, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function typeOf({ class: kind, method }: StunMessage): number {
  const bits = classes.indexOf(kind);
  return (method & 0xf) | ((method & 0x70) << 1) | ((method & 0xf80) << 2) | ((bits & 1) << 4) | ((bits & 2) << 7);
}

/** §14.5: the length counts up to its own end, whatever follows. */
function isMadeWith(bytes: Uint8Array, at: number, key: Uint8Array, digests: Digests): boolean {
  const covered = bytes.slice(0, at);
  view(covered).setUint16(2, at + 4 + integrityBytes - headerBytes);
  const expected = digests.hmacSha1(key, covered);
  let difference = 0;
  for (const [index, byte] of expected.entries()) difference |= byte ^ (bytes[at + 4 + index] ?? 0);
  return difference === 0;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

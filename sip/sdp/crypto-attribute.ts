// `a=crypto` (RFC 4568 §9.1): `1 AES_CM_128_HMAC_SHA1_80 inline:<base64>|2^20|1:4 UNENCRYPTED_SRTCP`. Never throws; linear.

import { type CryptoKeys, type CryptoSuite, cryptoSuites } from '../ua/media-security.ts';

export interface CryptoLine {
  readonly tag: number;
  readonly keys: CryptoKeys;
}

/** A master key protects up to 2^48 packets (RFC 3711 §9.2). */
const longestLifetime = 2 ** 48;
const longestMki = 128;
/** Hex digits of a number that JavaScript turns around at once. */
const longestMkiDigits = 309;

/**
 * Undefined where a line has to be passed over: malformed, an unknown suite, several keys (none of ours has them), and session parameters
 * that change what we do (§6.3.7): KDR, FEC, and those that leave sound unprotected.
 */
export function parseCrypto(value: string): CryptoLine | undefined {
  const [tag = '', suite = '', parameters = '', ...session] = value.trim().split(/[ \t]+/);
  if (!/^\d{1,9}$/.test(tag) || !isSuite(suite)) return undefined;
  const key = parseInline(parameters, cryptoSuites[suite]);
  const sessionOk = session.every((each) => each === 'UNENCRYPTED_SRTCP' || /^(?:-.{1,200}|WSH=\d{1,5}|KDR=0)$/.test(each));
  if (key === undefined || !sessionOk) return undefined;
  return { tag: Number(tag), keys: { suite, ...key, encryptsRtcp: !session.includes('UNENCRYPTED_SRTCP') } };
}

/** Value of the attribute. We state no lifetime: a call ends long before. */
export function cryptoValue({ tag, keys }: CryptoLine): string {
  const mki = keys.mki === undefined ? '' : `|${numberOf(keys.mki)}:${keys.mki.length}`;
  const session = keys.encryptsRtcp ? '' : ' UNENCRYPTED_SRTCP';
  return `${tag} ${keys.suite} inline:${btoa(String.fromCharCode(...keys.master))}${mki}${session}`;
}

export function sameKeys(one: CryptoKeys, other: CryptoKeys): boolean {
  return one.suite === other.suite && sameBytes(one.master, other.master);
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function isSuite(name: string): name is CryptoSuite {
  return Object.hasOwn(cryptoSuites, name);
}

function parseInline(text: string, bytes: number): Pick<CryptoKeys, 'master' | 'mki'> | undefined {
  const [method, ...parts] = text.split('|');
  const base64 = /^inline:([A-Za-z0-9+/]{1,100}={0,2})$/i.exec(method ?? '')?.[1];
  const master = base64 === undefined ? undefined : decode(base64);
  if (master?.length !== bytes || parts.length > 2) return undefined;
  // Both are optional, in this order.
  const lifetime = parts[0]?.includes(':') === false ? parts.shift() : undefined;
  if (lifetime !== undefined && !isLifetime(lifetime)) return undefined;
  if (parts.length === 0) return { master };
  const mki = parts.length === 1 ? parseMki(parts[0] ?? '') : undefined;
  return mki === undefined ? undefined : { master, mki };
}

function decode(base64: string): Uint8Array | undefined {
  // Padding may be left out (§9.2 leaves it to the length).
  if (base64.replace(/=+$/, '').length % 4 === 1) return undefined;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** `2^20` or `1048576`, in packets. */
function isLifetime(text: string): boolean {
  const power = /^2\^(\d{1,2})$/.exec(text)?.[1];
  const packets = power === undefined ? Number(/^\d{1,15}$/.exec(text)?.[0] ?? 0) : 2 ** Number(power);
  return packets >= 1 && packets <= longestLifetime;
}

/** `1:4`: the number, and in how many octets packets carry it. */
function parseMki(text: string): Uint8Array | undefined {
  const match = /^(\d+):(\d{1,3})$/.exec(text);
  const length = Number(match?.[2] ?? 0);
  if (match?.[1] === undefined || match[1].length > longestMkiDigits || length < 1 || length > longestMki) return undefined;
  const digits = BigInt(match[1]).toString(16);
  if (digits.length > 2 * length) return undefined;
  const whole = digits.padStart(2 * length, '0');
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(whole.slice(2 * index, 2 * index + 2), 16));
}

function numberOf(bytes: Uint8Array): string {
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`).toString();
}

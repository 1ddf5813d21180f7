// `a=fingerprint` and `a=setup` (RFC 8122 §5, RFC 4145 §4, RFC 8842 §5). Never throws; linear.

import type { Fingerprint } from '../ua/media-security.ts';
import type { Attribute } from './session-description.ts';

export type Setup = 'active' | 'passive' | 'actpass' | 'holdconn';

/** Bytes of the hash functions that can still be trusted; MD5 and SHA-1 are passed over. */
const hashBytes: Readonly<Record<string, number>> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 };
const mostFingerprints = 8;

/** Those of the stream, else those of the session. */
export function fingerprintsOf(stream: readonly Attribute[], session: readonly Attribute[]): readonly Fingerprint[] {
  const own = stream.filter((each) => each.name === 'fingerprint');
  const stated = own.length > 0 ? own : session.filter((each) => each.name === 'fingerprint');
  return stated.slice(0, mostFingerprints).flatMap(({ value }) => parseFingerprint(value ?? '') ?? []);
}

function parseFingerprint(value: string): Fingerprint | undefined {
  const match = /^([\w-]{1,20}) +([0-9A-Fa-f:]{2,200})$/.exec(value.trim());
  const hash = match?.[1]?.toLowerCase() ?? '';
  const octets = match?.[2]?.toUpperCase().split(':') ?? [];
  const whole = octets.length === hashBytes[hash] && octets.every((octet) => octet.length === 2);
  return whole ? { hash, value: octets.join(':') } : undefined;
}

export function setupOf(stream: readonly Attribute[], session: readonly Attribute[]): Setup | undefined {
  const stated = [...stream, ...session]
    .find((each) => each.name === 'setup')
    ?.value?.trim()
    .toLowerCase();
  return stated === 'active' || stated === 'passive' || stated === 'actpass' || stated === 'holdconn' ? stated : undefined;
}

export function fingerprintAttributes(fingerprint: Fingerprint, setup: Setup): readonly Attribute[] {
  return [
    { name: 'fingerprint', value: `${fingerprint.hash} ${fingerprint.value}` },
    { name: 'setup', value: setup },
  ];
}

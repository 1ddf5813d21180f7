// Agreeing on security within offer and answer: what we offer, what of an offer we take, what an answer settled (RFC 4568 §5.1, §7.1,
// RFC 5763 §5, RFC 8643 §3).

import type { CryptoKeys, Fingerprint, LocalSecurity, MediaSecurity } from '../ua/media-security.ts';
import { plainProfile } from '../ua/media-session.ts';
import { type CryptoLine, cryptoValue, parseCrypto, sameKeys } from './crypto-attribute.ts';
import { fingerprintAttributes, fingerprintsOf, type Setup, setupOf } from './fingerprint-attribute.ts';
import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';

/** What our `m=` line says. */
export interface StreamSecurity {
  readonly profile: string;
  readonly attributes: readonly Attribute[];
}

export interface OfferedSecurity extends StreamSecurity {
  readonly local: LocalSecurity | undefined;
  /** Tags are places in it, from 1. */
  readonly keys: readonly CryptoKeys[];
}

/** What the other side's `m=` line says. */
export interface RemoteSecurity {
  readonly profile: string;
  /** There are lines, whether they can be used or not. */
  readonly saysKeys: boolean;
  readonly crypto: readonly CryptoLine[];
  readonly fingerprints: readonly Fingerprint[];
  readonly setup: Setup | undefined;
}

export interface AgreedSecurity extends StreamSecurity {
  /** Undefined: plain. */
  readonly security: MediaSecurity | undefined;
  /** Those of ours that further offers repeat. */
  readonly keys: readonly CryptoKeys[];
}

const mostCryptoLines = 16;
const keyProfile = 'RTP/SAVP';
const handshakeProfile = 'UDP/TLS/RTP/SAVP';

/** RFC 3551, 3711, 4585, 5124, 5764; what feedback adds is not used. */
export function isKnownProfile(profile: string): boolean {
  return /^(?:UDP\/TLS\/RTP\/SAVPF?|RTP\/S?AVPF?)$/.test(profile);
}

function isPlainProfile(profile: string): boolean {
  return profile === plainProfile || profile === 'RTP/AVPF';
}

export function readRemoteSecurity(description: SessionDescription, media: MediaDescription): RemoteSecurity {
  const lines = media.attributes.filter((each) => each.name === 'crypto').slice(0, mostCryptoLines);
  return {
    profile: media.protocol,
    saysKeys: lines.length > 0,
    crypto: lines.flatMap(({ value }) => parseCrypto(value ?? '') ?? []),
    fingerprints: fingerprintsOf(media.attributes, description.attributes),
    setup: setupOf(media.attributes, description.attributes),
  };
}

/** `keys` are those of offers and answers before: who hears them again goes on counting (RFC 4568 §7.1.4). */
export function offerSecurity(
  local: LocalSecurity | undefined,
  keys: readonly CryptoKeys[],
  standing: MediaSecurity | undefined,
): OfferedSecurity {
  const plain: OfferedSecurity = { profile: plainProfile, attributes: [], keys, local };
  if (local === undefined) return plain;
  const { fingerprint, newKeys, required, offers } = local;
  const profileOf = (secure: string): string => standing?.profile ?? (required ? secure : plainProfile);
  const wish = standing?.type ?? offers;
  if (fingerprint !== undefined && (wish === 'handshake' || newKeys === undefined)) {
    // RFC 8842 §5.5 allows either once there is a role; Asterisk shakes hands anew when it is not said again.
    const setup = standing?.type === 'handshake' ? standing.role : 'actpass';
    return { ...plain, profile: profileOf(handshakeProfile), attributes: fingerprintAttributes(fingerprint, setup) };
  }
  if (newKeys === undefined) return plain;
  const known = ordered(keys.length > 0 ? keys : newKeys(), standing);
  const attributes = known.map((each, index) => crypto({ tag: index + 1, keys: { ...each, encryptsRtcp: true } }));
  return { ...plain, profile: profileOf(keyProfile), attributes, keys: known };
}

/** The one in use first. */
function ordered(keys: readonly CryptoKeys[], standing: MediaSecurity | undefined): readonly CryptoKeys[] {
  if (standing?.type !== 'keys') return keys;
  return [standing.send, ...keys.filter((each) => !sameKeys(each, standing.send))];
}

/** Undefined: not to be taken. */
export function answerSecurity(
  local: LocalSecurity | undefined,
  remote: RemoteSecurity,
  keys: readonly CryptoKeys[],
  standing: MediaSecurity | undefined,
): AgreedSecurity | undefined {
  return (
    (local === undefined ? undefined : answerHandshake(local, remote, keys, standing)) ??
    (local === undefined ? undefined : answerKeys(local, remote, keys, standing)) ??
    plainly(local, remote, keys)
  );
}

function answerHandshake(
  { fingerprint }: LocalSecurity,
  remote: RemoteSecurity,
  keys: readonly CryptoKeys[],
  standing: MediaSecurity | undefined,
): AgreedSecurity | undefined {
  const { fingerprints, setup, profile } = remote;
  if (fingerprint === undefined || fingerprints.length === 0 || setup === 'holdconn') return undefined;
  // RFC 5763 §5: who may choose begins, so that the handshake does not wait for the answer. A role once taken is kept (RFC 8842 §5.5).
  const free = standing?.type === 'handshake' ? standing.role : 'active';
  const role = setup === 'active' ? 'passive' : setup === 'passive' ? 'active' : free;
  return {
    profile,
    attributes: fingerprintAttributes(fingerprint, role),
    security: { type: 'handshake', profile, fingerprints, role },
    keys,
  };
}

function answerKeys(
  { newKeys }: LocalSecurity,
  { crypto: lines, profile }: RemoteSecurity,
  keys: readonly CryptoKeys[],
  standing: MediaSecurity | undefined,
): AgreedSecurity | undefined {
  if (newKeys === undefined || lines.length === 0) return undefined;
  const before = standing?.type === 'keys' ? standing.receive : undefined;
  // Somebody else may be there now (a transfer behind a server), who does not know how far our counters are: fresh keys begin anew.
  const isOther = before !== undefined && !lines.some((line) => sameKeys(line.keys, before));
  const ours = keys.length > 0 && !isOther ? keys : newKeys();
  for (const { tag, keys: receive } of lines) {
    const own = ours.find((each) => each.suite === receive.suite);
    if (own === undefined) continue;
    const send: CryptoKeys = { ...own, encryptsRtcp: receive.encryptsRtcp };
    return { profile, attributes: [crypto({ tag, keys: send })], security: { type: 'keys', profile, send, receive }, keys: ours };
  }
  return undefined;
}

function plainly(
  local: LocalSecurity | undefined,
  { profile }: RemoteSecurity,
  keys: readonly CryptoKeys[],
): AgreedSecurity | undefined {
  if (local?.required === true || !isPlainProfile(profile)) return undefined;
  return { profile, attributes: [], security: undefined, keys };
}

/** Undefined: the answer does not fit the offer. */
export function settleSecurity(offered: OfferedSecurity, remote: RemoteSecurity): Pick<AgreedSecurity, 'security'> | undefined {
  const { keys, local } = offered;
  const { profile, saysKeys, crypto: lines, fingerprints, setup } = remote;
  if (profile.replace(/F$/, '') !== offered.profile.replace(/F$/, '')) return undefined;
  const isHandshake = offered.attributes.some((each) => each.name === 'fingerprint');
  if (isHandshake && fingerprints.length > 0 && setup !== 'holdconn') {
    return { security: { type: 'handshake', profile, fingerprints, role: setup === 'passive' ? 'active' : 'passive' } };
  }
  const line = isHandshake ? undefined : lines.find(({ tag, keys: { suite } }) => keys[tag - 1]?.suite === suite);
  const own = line === undefined ? undefined : keys[line.tag - 1];
  if (line !== undefined && own !== undefined) {
    const send: CryptoKeys = { ...own, encryptsRtcp: line.keys.encryptsRtcp };
    return { security: { type: 'keys', profile, send, receive: line.keys } };
  }
  // RFC 4568 §5.1.3: who answers with keys that we can not use believes that it is encrypted.
  return local?.required === true || saysKeys || !isPlainProfile(profile) ? undefined : { security: undefined };
}

function crypto(line: CryptoLine): Attribute {
  return { name: 'crypto', value: cryptoValue(line) };
}

// Which of the authorities that a server tells are believed, and by whom they are vouched for.

import type { X509Certificate } from 'node:crypto';
import { readCertificates } from '../certificate-facts.ts';
import type { ToldAuthorities } from './enrolment-protocol.ts';
import { isSameFingerprint } from './enrolment-settings.ts';

export type Believed =
  | {
      readonly ok: true;
      readonly authorities: readonly X509Certificate[];
      /** By the fingerprint of the settings: the phone is to keep it. */
      readonly pinned?: X509Certificate;
    }
  | { readonly ok: false; readonly reason: 'unproven' | 'otherFingerprint' };

const longestChain = 10;

/** `known`: PEM of the authorities of the phone. */
export function believed(
  { certificates, proven }: Extract<ToldAuthorities, { readonly type: 'told' }>,
  fingerprint: string | undefined,
  known: readonly string[],
): Believed {
  if (proven) return { ok: true, authorities: certificates };
  if (fingerprint !== undefined) {
    const pinned = certificates.find(({ fingerprint256 }) => isSameFingerprint(fingerprint256, fingerprint));
    if (pinned === undefined) return { ok: false, reason: 'otherFingerprint' };
    return { ok: true, authorities: ledBy(certificates, [pinned]), pinned };
  }
  const vouching = known.flatMap((pem) => readCertificates(pem) ?? []);
  const authorities = ledBy(certificates, vouching);
  return authorities.length === 0 ? { ok: false, reason: 'unproven' } : { ok: true, authorities };
}

/**
 * Those that a root signed, or one that it signed. From the roots down: what whoever is on the way has put among them is looked at with keys
 * that are believed, once with each.
 */
function ledBy(certificates: readonly X509Certificate[], roots: readonly X509Certificate[]): readonly X509Certificate[] {
  const led = new Set(certificates.filter((each) => roots.some(({ fingerprint256 }) => fingerprint256 === each.fingerprint256)));
  const issuers = [...roots];
  for (const issuer of issuers) {
    for (const each of certificates) {
      if (led.has(each) || !hasIssued(issuer, each)) continue;
      led.add(each);
      issuers.push(each);
    }
  }
  return [...led];
}

/** From the certificate, which is its first, up to one of the roots, which is its last; undefined: there is no way. */
export function chainFrom(
  leaf: X509Certificate,
  candidates: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): readonly X509Certificate[] | undefined {
  const chain = [leaf];
  for (let current = leaf; chain.length < longestChain; ) {
    const signed = (issuer: X509Certificate): boolean => !chain.includes(issuer) && hasIssued(issuer, current);
    const root = roots.find(signed);
    if (root !== undefined) return [...chain, root];
    const next = candidates.find(signed);
    if (next === undefined) return undefined;
    chain.push(next);
    current = next;
  }
  return undefined;
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A kind of key that OpenSSL does not know.
    return false;
  }
}

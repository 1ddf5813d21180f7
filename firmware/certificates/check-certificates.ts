// Whether certificates that came from outside may take the place of those that the phone has.

import { createSecureContext } from 'node:tls';
import { isPair, readCertificates } from './certificate-facts.ts';
import { type CertificateSlot, isAuthority } from './certificate-places.ts';

export interface Pems {
  readonly certificate: string;
  /** Empty for authorities. */
  readonly key: string;
}

export type CertificateProblem = 'noCertificate' | 'otherKey' | 'ended' | 'notYet' | 'unusable';

/** `nowMs` undefined: nobody has told the phone the time, and dates say nothing. */
export function certificateProblem(
  slot: CertificateSlot,
  { certificate, key }: Pems,
  nowMs: number | undefined,
): CertificateProblem | undefined {
  return isAuthority(slot) ? authoritiesProblem(certificate, nowMs) : pairProblem(certificate, key, nowMs);
}

function pairProblem(certificatePem: string, keyPem: string, nowMs: number | undefined): CertificateProblem | undefined {
  const [leaf] = readCertificates(certificatePem) ?? [];
  if (leaf === undefined) return 'noCertificate';
  if (!isPair(leaf, keyPem)) return 'otherKey';
  if (nowMs !== undefined && leaf.validToDate.getTime() < nowMs) return 'ended';
  if (nowMs !== undefined && leaf.validFromDate.getTime() > nowMs) return 'notYet';
  try {
    // What OpenSSL refuses, such as a key that is too short.
    createSecureContext({ cert: certificatePem, key: keyPem });
    return undefined;
  } catch {
    return 'unusable';
  }
}

/** One that has ended does no harm beside others. */
function authoritiesProblem(pem: string, nowMs: number | undefined): CertificateProblem | undefined {
  const read = readCertificates(pem);
  if (read === undefined) return 'noCertificate';
  return nowMs === undefined || read.some(({ validToDate }) => validToDate.getTime() >= nowMs) ? undefined : 'ended';
}

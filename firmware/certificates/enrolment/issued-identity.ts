// Whether what an authority sent is a certificate for our key that can be used, and its chain in the order in which it is shown.

import type { X509Certificate } from 'node:crypto';
import { isPair } from '../certificate-facts.ts';
import { certificateProblem } from '../check-certificates.ts';
import type { Identity } from '../device-identity.ts';
import { chainFrom } from './believed-authorities.ts';

export type IssuedIdentity =
  | { readonly ok: true; readonly identity: Identity; readonly leaf: X509Certificate }
  | { readonly ok: false; readonly reason: 'otherKey' | 'ended' | 'notYet' | 'unchained' | 'unusable' };

/** Authorities date what they sign by their own clocks. */
const clocksApartMs = 5 * 60_000;

/** `nowMs` undefined: nobody has told the phone the time, and dates say nothing. */
export function issuedIdentity(
  issued: readonly X509Certificate[],
  privateKey: string,
  authorities: readonly X509Certificate[],
  nowMs: number | undefined,
): IssuedIdentity {
  const leaf = issued.find((each) => isPair(each, privateKey));
  if (leaf === undefined) return { ok: false, reason: 'otherKey' };
  if (nowMs !== undefined && leaf.validToDate.getTime() <= nowMs) return { ok: false, reason: 'ended' };
  if (nowMs !== undefined && leaf.validFromDate.getTime() > nowMs + clocksApartMs) return { ok: false, reason: 'notYet' };
  const chain = chainFrom(leaf, [...issued, ...authorities], authorities);
  if (chain === undefined) return { ok: false, reason: 'unchained' };
  // A root is known to whom it may concern.
  const shown = chain.filter((each) => each === leaf || !each.checkIssued(each));
  const certificate = shown.map((each) => each.toString()).join('');
  if (certificateProblem('sip', { certificate, key: privateKey }, undefined) !== undefined)
    return { ok: false, reason: 'unusable' };
  return { ok: true, identity: { certificate, privateKey }, leaf };
}

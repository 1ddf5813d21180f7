// The door by which a certificate and its key become the phone's own, whoever brings them.

import type { X509Certificate } from 'node:crypto';
import type { Change } from '#config/store';
import type { CertificateUse } from '#ui/administration/certificates';
import { authoritySlots, pairPaths } from './certificate-places.ts';
import { dataAddress } from './pem-address.ts';

/** `chain`: the certificate first. */
export function pairChanges(
  uses: readonly CertificateUse[],
  chain: readonly X509Certificate[],
  keyPem: string,
): readonly Change[] {
  const certificate = dataAddress(chain.map((each) => each.toString()).join(''));
  return uses.flatMap((use) => [
    { path: pairPaths[use].certificate, value: certificate },
    { path: pairPaths[use].key, value: dataAddress(keyPem) },
  ]);
}

/** Into the first slot that is free; undefined: none is. `held`: what a slot has, empty for nothing. */
export function authorityChange(
  authority: X509Certificate,
  held: (path: `security/ca_certificate/${number}/uri`) => string,
): Change | undefined {
  const free = authoritySlots.map((slot) => `security/ca_certificate/${slot}/uri` as const).find((path) => held(path) === '');
  return free && { path: free, value: dataAddress(authority.toString()) };
}

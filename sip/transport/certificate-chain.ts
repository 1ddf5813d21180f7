// Whether a chain of certificates leads to an authority that we know, whatever the calendar says: for a phone that does not know the time
// yet. OpenSSL decides in all other cases.

import { X509Certificate } from 'node:crypto';

const longestChain = 10;
/** RFC 5280 §4.2.1.12. */
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** `chain`: the server's own first, as it was sent or found. */
export function leadsToAuthority(chain: readonly X509Certificate[], authorities: readonly string[]): boolean {
  const [leaf] = chain;
  if (leaf === undefined || !isForServers(leaf)) return false;
  const known = authorities.flatMap(parse);
  let current = leaf;
  for (let depth = 0; depth < longestChain; depth++) {
    const { fingerprint256 } = current;
    if (known.some((authority) => authority.fingerprint256 === fingerprint256)) return true;
    const issuer = [...known, ...chain].find((candidate) => candidate !== current && hasIssued(candidate, current));
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}

/** Outside the dates of any certificate on the way. */
export function isOutOfDate(chain: readonly X509Certificate[], nowMs: number): boolean {
  return chain.some(({ validFromDate, validToDate }) => nowMs < validFromDate.getTime() || nowMs > validToDate.getTime());
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isForServers(leaf: X509Certificate): boolean {
  // The property is missing where the extension is.
  const uses: readonly string[] | undefined = leaf.keyUsage;
  return uses === undefined || uses.includes(serverAuthentication);
}

function parse(pem: string): readonly X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}

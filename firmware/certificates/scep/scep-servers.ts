// Whom a phone speaks with by SCEP (RFC 8894 §2.2, §2.3): the authority itself, or registrars that it has certified for that.

import { X509Certificate } from 'node:crypto';
import { partsOf } from '../certificate-parts.ts';
import { certificatesOfPkcs7 } from '../pkcs7-certificates.ts';

export interface ScepServers {
  /** Signs certificates. */
  readonly issuer: X509Certificate;
  /** Questions are sealed for it. */
  readonly recipient: X509Certificate;
  /** One of them signs the answers. */
  readonly signers: readonly X509Certificate[];
}

/** To be a server or a client of TLS. */
const tlsUsages: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);

/** What a server tells of itself (§4.2.1): one certificate, or several in PKCS #7. */
export function readAuthorities(bytes: Uint8Array): readonly X509Certificate[] | undefined {
  const bag = certificatesOfPkcs7(bytes);
  if (bag !== undefined) return bag;
  try {
    return [new X509Certificate(bytes)];
  } catch {
    return undefined;
  }
}

/** Undefined: no authority is among them, or none that a key can be sealed for. */
export function serversAmong(certificates: readonly X509Certificate[]): ScepServers | undefined {
  const authorities = certificates.filter(({ ca }) => ca);
  // Whoever signs for others of them is not who is asked; of several the first, whom the fingerprint names.
  const issuer = authorities.find((each) => !authorities.some((other) => !isSame(other, each) && isIssuedBy(other, each)));
  if (issuer === undefined) return undefined;
  const registrars = certificates.filter((each) => !each.ca && isIssuedBy(each, issuer) && isRegistrar(each));
  const recipient = registrars.find((each) => isRsa(each) && partsOf(each)?.takesKeys === true) ?? issuer;
  return isRsa(recipient) ? { issuer, recipient, signers: [...registrars, issuer] } : undefined;
}

function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.raw.equals(other.raw);
}

/** Without its dates: a phone need not know the day. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/**
 * The same authority certifies phones and servers, and a stranger with the certificate of one could pose as its registrar: what is for TLS
 * and nothing else is none.
 */
function isRegistrar({ keyUsage = [] }: X509Certificate): boolean {
  return keyUsage.length === 0 || keyUsage.some((usage) => !tlsUsages.has(usage));
}

function isRsa(certificate: X509Certificate): boolean {
  try {
    return certificate.publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

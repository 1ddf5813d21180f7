// Whom a phone speaks with by SCEP (RFC 8894 §2.2, §2.3): the authority itself, or registrars that it has certified for that.

import { X509Certificate } from 'node:crypto';
import { partsOf } from '../certificate-parts.ts';
import { withDefiniteLengths } from '../definite-lengths.ts';
import { certificatesOfPkcs7 } from '../pkcs7-certificates.ts';

export interface ScepServers {
  /** Signs certificates. */
  readonly issuer: X509Certificate;
  /** Questions are sealed for it. */
  readonly recipient: X509Certificate;
  /** One of them signs the answers. */
  readonly signers: readonly X509Certificate[];
}

const clientAuth = '1.3.6.1.5.5.7.3.2';
/** RFC 6402 §2.10, and what Microsoft gives to whoever asks for others. */
const registrarUsages: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.28', '1.3.6.1.4.1.311.20.2.1']);

/** What a server tells of itself (§4.2.1): one certificate, or several in PKCS #7. */
export function readAuthorities(bytes: Uint8Array): readonly X509Certificate[] | undefined {
  const definite = withDefiniteLengths(bytes);
  const bag = definite && certificatesOfPkcs7(definite);
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
 * The same authority certifies phones, and a stranger with the certificate of one could pose as its registrar: what is for clients, and not
 * for registrars too, is none.
 */
function isRegistrar({ keyUsage = [] }: X509Certificate): boolean {
  return !keyUsage.includes(clientAuth) || keyUsage.some((usage) => registrarUsages.has(usage));
}

function isRsa(certificate: X509Certificate): boolean {
  try {
    return certificate.publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

// What a certificate says, for people; read from PEM that anybody may have sent.

import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '#ui/administration/certificates';

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,16384}-----END CERTIFICATE-----/g;
const mostInABundle = 16;

/** Undefined: it is not PEM, or one of it is no certificate. */
export function readCertificates(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.slice(0, 262_144).match(block) ?? [];
  if (blocks.length === 0 || blocks.length > mostInABundle) return undefined;
  try {
    return blocks.map((each) => new X509Certificate(each));
  } catch {
    return undefined;
  }
}

export function factsOf(certificate: X509Certificate): CertificateFacts {
  const { subject, issuer, subjectAltName = '', validFromDate, validToDate, fingerprint256 } = certificate;
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    names: subjectAltName.split(', ').filter(Boolean),
    fromMs: validFromDate.getTime(),
    untilMs: validToDate.getTime(),
    fingerprint256,
    selfSigned: subject === issuer,
  };
}

/** Whether the key, as PEM, is the certificate's. */
export function isPair(certificate: X509Certificate, keyPem: string): boolean {
  try {
    const own = createPublicKey(createPrivateKey(keyPem)).export({ type: 'spki', format: 'der' });
    return certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(own);
  } catch {
    return false;
  }
}

// Certificates out of a PKCS #7 message that signs nothing ("certs-only", RFC 5652 §5, RFC 8951 §3), as EST and SCEP servers hand them out.

import { X509Certificate } from 'node:crypto';
import { withDefiniteLengths } from './definite-lengths.ts';
import { objectIdentifier } from './der.ts';
import { derTags, elementsOf, firstElement, isSameElement } from './der-reader.ts';

const signedData = objectIdentifier('1.2.840.113549.1.7.2');
/** The field that certificates are in: [0] IMPLICIT. */
const certificatesTag = 0xa0;
const mostCertificates = 16;

/** Undefined: it is no such message, or what it holds are not certificates. */
export function certificatesOfPkcs7(bytes: Uint8Array): readonly X509Certificate[] | undefined {
  const definite = withDefiniteLengths(bytes);
  const message = definite && firstElement(definite);
  const [type, wrapped] = (message?.tag === derTags.sequence && elementsOf(message.content)) || [];
  if (!isSameElement(type, signedData) || wrapped?.tag !== certificatesTag) return undefined;
  const body = firstElement(wrapped.content);
  const fields = (body?.tag === derTags.sequence && elementsOf(body.content)) || [];
  const field = fields.find(({ tag }) => tag === certificatesTag);
  const found = field && elementsOf(field.content, mostCertificates);
  if (found === undefined || found.length === 0) return undefined;
  try {
    return found.map(({ whole }) => new X509Certificate(whole));
  } catch {
    return undefined;
  }
}

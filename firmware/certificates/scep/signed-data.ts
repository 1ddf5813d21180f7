// Signed messages of CMS (RFC 5652 §5), with one signer and attributes that are signed too, as SCEP has them.

import { createHash, type KeyObject, sign, verify, type X509Certificate } from 'node:crypto';
import { integer, nothing, objectIdentifier, octetString, sequence, set, setOf, tagged } from '../der.ts';
import { type DerElement, derTags, elementsOf, firstElement, isSameElement } from '../der-reader.ts';
import { contentInfo, data, fieldsOf, issuerAndSerialNumber, octetsOf, partsIn, rsaEncryption } from './content-info.ts';

/** Whose key it is. RSA. */
export interface KeyHolder {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

export interface SignedData {
  readonly content: Uint8Array;
  /** The one value; undefined: not there. To be believed when it is known who signed it. */
  readonly attribute: (type: Buffer) => DerElement | undefined;
  /** `sha256`; undefined: one that is unknown here. */
  readonly digest: string | undefined;
  readonly isSignedBy: (certificate: X509Certificate) => boolean;
}

const signedDataType = objectIdentifier('1.2.840.113549.1.7.2');
const contentTypeAttribute = objectIdentifier('1.2.840.113549.1.9.3');
const messageDigestAttribute = objectIdentifier('1.2.840.113549.1.9.4');
const sha256 = objectIdentifier('2.16.840.1.101.3.4.2.1');
/** SHA-1 for reading: there are servers that know no other. What they send is judged by more than this signature. */
const digests: readonly (readonly [string, Buffer])[] = [
  ['sha1', objectIdentifier('1.3.14.3.2.26')],
  ['sha256', sha256],
  ['sha384', objectIdentifier('2.16.840.1.101.3.4.2.2')],
  ['sha512', objectIdentifier('2.16.840.1.101.3.4.2.3')],
];
/** Signed attributes, or certificates, in the place where a set would have its own tag. */
const implicitTag = 0xa0;

export function attribute(type: Buffer, value: Uint8Array): Buffer {
  return sequence(type, set(value));
}

/** With SHA-256. Throws what node:crypto does with a key that is not RSA's. */
export function signedData(content: Uint8Array, attributes: readonly Uint8Array[], { certificate, key }: KeyHolder): Buffer {
  const signed = setOf(
    attribute(contentTypeAttribute, data),
    attribute(messageDigestAttribute, octetString(createHash('sha256').update(content).digest())),
    ...attributes,
  );
  const algorithm = sequence(sha256, nothing);
  const signer = sequence(
    integer(Buffer.from([1])),
    issuerAndSerialNumber(certificate),
    algorithm,
    Buffer.concat([Buffer.from([implicitTag]), signed.subarray(1)]),
    sequence(rsaEncryption, nothing),
    // §5.4: over the set, whatever its tag in the message.
    octetString(sign('sha256', signed, key)),
  );
  return contentInfo(
    signedDataType,
    sequence(
      integer(Buffer.from([1])),
      set(algorithm),
      sequence(data, tagged(0xa0, octetString(content))),
      tagged(implicitTag, certificate.raw),
      set(signer),
    ),
  );
}

/** DER of anybody. Undefined: it is none, or has not one signer. */
export function readSignedData(bytes: Uint8Array): SignedData | undefined {
  const [, , encapsulated, ...rest] = fieldsOf(bytes, signedDataType);
  const signers = partsIn(rest.at(-1), derTags.set);
  if (signers.length !== 1) return undefined;
  const wrapped = partsIn(encapsulated, derTags.sequence)[1];
  const inner = wrapped && firstElement(wrapped.content);
  // Refusals have no content (RFC 8894 §3.3.2.2).
  const content = inner === undefined ? new Uint8Array() : octetsOf(inner);
  const [, , algorithm, attributes, , signature] = partsIn(signers[0], derTags.sequence);
  if (algorithm === undefined || attributes?.tag !== implicitTag || signature === undefined) return undefined;
  const value = reader(attributes.content);
  const [digest] = digests.find(([, type]) => isSameElement(firstElement(algorithm.content), type)) ?? [];
  const isSignedBy = (certificate: X509Certificate): boolean => {
    const claimed = value(messageDigestAttribute);
    if (digest === undefined || claimed === undefined) return false;
    if (!createHash(digest).update(content).digest().equals(claimed.content)) return false;
    return verifies(digest, set(attributes.content), certificate, signature.content);
  };
  return { content, attribute: value, digest, isSignedBy };
}

function reader(attributes: Uint8Array): SignedData['attribute'] {
  const all = (elementsOf(attributes) ?? []).map((each) => partsIn(each, derTags.sequence));
  return (type) => {
    const [found, another] = all.filter(([name]) => isSameElement(name, type));
    return another === undefined ? partsIn(found?.[1], derTags.set)[0] : undefined;
  };
}

function verifies(digest: string, signed: Uint8Array, { publicKey }: X509Certificate, signature: Uint8Array): boolean {
  try {
    return verify(digest, signed, publicKey, signature);
  } catch {
    return false;
  }
}

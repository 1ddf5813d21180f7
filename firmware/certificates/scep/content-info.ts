// The frame of every message of CMS (RFC 5652 §3): what it is, and it.

import type { X509Certificate } from 'node:crypto';
import { partsOf } from '../certificate-parts.ts';
import { objectIdentifier, sequence, tagged } from '../der.ts';
import { type DerElement, derTags, elementsOf, firstElement, isSameElement } from '../der-reader.ts';

export const data: Buffer = objectIdentifier('1.2.840.113549.1.7.1');
export const rsaEncryption: Buffer = objectIdentifier('1.2.840.113549.1.1.1');
const contentTag = 0xa0;

export function contentInfo(type: Buffer, content: Uint8Array): Buffer {
  return sequence(type, tagged(contentTag, content));
}

/** The fields of a message of that type; none: it is no such message. */
export function fieldsOf(bytes: Uint8Array, type: Buffer): readonly DerElement[] {
  const [found, wrapped] = partsIn(firstElement(bytes), derTags.sequence);
  if (!isSameElement(found, type) || wrapped?.tag !== contentTag) return [];
  return partsIn(firstElement(wrapped.content), derTags.sequence);
}

/** None: it has another tag, or is none. */
export function partsIn(element: DerElement | undefined, tag: number): readonly DerElement[] {
  return (element?.tag === tag && elementsOf(element.content)) || [];
}

/** Of a string, in one piece or in several (X.690 §8.7.3). */
export function octetsOf({ tag, content }: DerElement): Uint8Array {
  return (tag & 0x20) === 0 ? content : Buffer.concat((elementsOf(content, 4096) ?? []).map((part) => part.content));
}

/** By which messages name whom they mean. */
export function issuerAndSerialNumber(certificate: X509Certificate): Buffer {
  const parts = partsOf(certificate);
  return parts === undefined ? sequence() : sequence(parts.issuer, parts.serialNumber);
}

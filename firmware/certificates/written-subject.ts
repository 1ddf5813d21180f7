// Names out of a certificate as its authority wrote them, so that a request for the next one asks for the same (RFC 7030 §4.2.2).

import type { X509Certificate } from 'node:crypto';
import type { WrittenSubject } from './certificate.ts';
import { objectIdentifier } from './der.ts';
import { derTags, elementAt, elementsOf, firstElement, isSameElement } from './der-reader.ts';

const subjectAlternativeName = objectIdentifier('2.5.29.17');
const versionTag = 0xa0;
const extensionsTag = 0xa3;
/** In the body behind serial number, signature, issuer and validity (RFC 5280 §4.1). */
const subjectPlace = 4;

/** Undefined: it is not written as RFC 5280 says. */
export function writtenSubjectOf({ raw }: X509Certificate): WrittenSubject | undefined {
  const body = elementAt(raw, 0);
  const fields = body && elementsOf(body.content);
  const name = fields?.filter(({ tag }) => tag !== versionTag)[subjectPlace];
  if (fields === undefined || name?.tag !== derTags.sequence) return undefined;
  const wrapped = fields.find(({ tag }) => tag === extensionsTag);
  return { name: name.whole, alternativeNames: wrapped && alternativeNames(wrapped.content) };
}

function alternativeNames(wrapped: Uint8Array): Uint8Array | undefined {
  const list = firstElement(wrapped);
  for (const { content } of (list && elementsOf(list.content)) ?? []) {
    const parts = elementsOf(content) ?? [];
    if (isSameElement(parts[0], subjectAlternativeName)) return parts.at(-1)?.content;
  }
  return undefined;
}

// What Node does not say of a certificate (RFC 5280 §4.1), as it stands there.

import type { X509Certificate } from 'node:crypto';
import { objectIdentifier } from './der.ts';
import { elementAt, elementsOf, firstElement, isSameElement } from './der-reader.ts';

export interface CertificateParts {
  /** DER, each. */
  readonly serialNumber: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** §4.2.1.3: keys may be sealed for it. */
  readonly takesKeys: boolean;
}

const keyUsage = objectIdentifier('2.5.29.15');
const keyEncipherment = 0x20;
const versionTag = 0xa0;
const extensionsTag = 0xa3;

/** Undefined: it is not written as RFC 5280 says. */
export function partsOf({ raw }: X509Certificate): CertificateParts | undefined {
  const fields = elementsOf(elementAt(raw, 0)?.content ?? new Uint8Array()) ?? [];
  const [serialNumber, , issuer, , subject] = fields.filter(({ tag }) => tag !== versionTag);
  if (serialNumber === undefined || issuer === undefined || subject === undefined) return undefined;
  const usage = usageBits(fields.find(({ tag }) => tag === extensionsTag)?.content);
  return {
    serialNumber: serialNumber.whole,
    issuer: issuer.whole,
    subject: subject.whole,
    takesKeys: usage === undefined || (usage & keyEncipherment) !== 0,
  };
}

/** Undefined: nothing is said, and everything allowed. */
function usageBits(wrapped: Uint8Array | undefined): number | undefined {
  const extensions = elementsOf(firstElement(wrapped ?? new Uint8Array())?.content ?? new Uint8Array()) ?? [];
  for (const { content } of extensions) {
    const parts = elementsOf(content) ?? [];
    if (isSameElement(parts[0], keyUsage)) return firstElement(parts.at(-1)?.content ?? new Uint8Array())?.content[1] ?? 0;
  }
  return undefined;
}

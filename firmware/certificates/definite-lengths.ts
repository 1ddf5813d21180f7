// Makes DER's form of BER (X.690): other people's programs write indefinite lengths where DER has none. All else of what they send is DER's.
// Bytes of anybody: linear, bounded in depth and count, and nothing is thrown.

import { tagged } from './der.ts';
import { firstElement } from './der-reader.ts';

/** A certificate has about 150. */
const mostElements = 8192;
const deepest = 32;
const constructed = 0x20;
const indefinite = 0x80;

interface Found {
  readonly bytes: Uint8Array;
  /** Where the next one begins, in what came. */
  readonly next: number;
}

/** The same bytes where they are definite already; undefined: they are no element, or more than one. */
export function withDefiniteLengths(bytes: Uint8Array): Uint8Array | undefined {
  const found = new BerReader(bytes).element(0, bytes.length, 0);
  return found?.next === bytes.length ? found.bytes : undefined;
}

class BerReader {
  readonly #bytes: Uint8Array;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  element(start: number, end: number, depth: number): Found | undefined {
    this.#count += 1;
    if (this.#count > mostElements || depth > deepest || end - start < 2) return undefined;
    const tag = this.#bytes[start] ?? 0;
    const isConstructed = (tag & constructed) !== 0;
    if (isConstructed && this.#bytes[start + 1] === indefinite) return this.#marked(tag, start + 2, end, depth);
    const found = firstElement(this.#bytes.subarray(start, end));
    if (found === undefined) return undefined;
    const next = start + found.whole.length;
    return isConstructed ? this.#counted(tag, start, next - found.content.length, next, depth) : { bytes: found.whole, next };
  }

  #counted(tag: number, start: number, from: number, next: number, depth: number): Found | undefined {
    const parts: Uint8Array[] = [];
    let isChanged = false;
    for (let at = from; at < next; ) {
      const part = this.element(at, next, depth + 1);
      if (part === undefined) return undefined;
      isChanged ||= part.bytes.length !== part.next - at;
      parts.push(part.bytes);
      at = part.next;
    }
    return { bytes: isChanged ? tagged(tag, ...parts) : this.#bytes.subarray(start, next), next };
  }

  /** Up to the two octets that are its end (§8.1.5). */
  #marked(tag: number, from: number, end: number, depth: number): Found | undefined {
    const parts: Uint8Array[] = [];
    let at = from;
    while (at + 2 <= end && (this.#bytes[at] !== 0 || this.#bytes[at + 1] !== 0)) {
      const part = this.element(at, end, depth + 1);
      if (part === undefined) return undefined;
      parts.push(part.bytes);
      at = part.next;
    }
    return at + 2 <= end ? { bytes: tagged(tag, ...parts), next: at + 2 } : undefined;
  }
}

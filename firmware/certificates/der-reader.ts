// Reads ASN.1's DER (X.690) from anybody: no element reaches beyond the one that it is in, and nothing is read twice.

export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

export const derTags = {
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The one that the bytes begin with; undefined: they do not, or it does not end within them. */
export function firstElement(bytes: Uint8Array): DerElement | undefined {
  const [tag, first] = bytes;
  // Tags of more than one octet (§8.1.2.4) and lengths that are not told (§8.1.3.6) are not in what we read.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || first === 0x80) return undefined;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 4 || bytes.length < 2 + octets) return undefined;
  let length = octets === 0 ? first : 0;
  for (let at = 0; at < octets; at++) length = length * 256 + (bytes[2 + at] ?? 0);
  const start = 2 + octets;
  if (length > bytes.length - start) return undefined;
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

/** All that stand one after the other; undefined: something else is between or behind them, or there are more than `most`. */
export function elementsOf(bytes: Uint8Array, most = 64): readonly DerElement[] | undefined {
  const found: DerElement[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const element = firstElement(rest);
    if (element === undefined || found.length === most) return undefined;
    found.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return found;
}

/** Down through the elements by their places, each within the one before. */
export function elementAt(bytes: Uint8Array, ...places: readonly number[]): DerElement | undefined {
  let element = firstElement(bytes);
  for (const place of places) element = element && elementsOf(element.content)?.[place];
  return element;
}

/** Whether it is this object identifier, as `objectIdentifier` writes it. */
export function isSameElement(element: DerElement | undefined, written: Uint8Array): boolean {
  return element !== undefined && Buffer.compare(element.whole, written) === 0;
}

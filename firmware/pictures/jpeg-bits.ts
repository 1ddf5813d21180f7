// The bits of a JPEG scan (ITU-T T.81 §B.1.1.5, §F.2.2): stuffed bytes taken out, Huffman codes looked up, markers never passed.

import { PictureError } from './picture.ts';

/** Codes by length, as DHT brings them (§C.2). */
export interface HuffmanTable {
  /** Of each length: the largest code, -1 where there is none. */
  readonly maxCode: Int32Array;
  /** What is added to a code to give its place among the values. */
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    offset[length] = at - code;
    code += count;
    at += count;
    if (count > 0) maxCode[length] = code - 1;
    if (code > 1 << length) throw new PictureError('Its tables are damaged.');
    code <<= 1;
  }
  return { maxCode, offset, values };
}

export class JpegBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next marker may be looked for. */
  get at(): number {
    return this.#at;
  }

  /** After the last byte of a scan come zeros: a picture that was cut off shows what it has. */
  bit(): number {
    if (this.#count === 0) {
      const byte = this.#bytes[this.#at];
      const next = this.#bytes[this.#at + 1];
      if (byte === undefined || (byte === 0xff && next !== 0)) return 0;
      this.#at += byte === 0xff ? 2 : 1;
      this.#bits = byte;
      this.#count = 8;
    }
    this.#count -= 1;
    return (this.#bits >> this.#count) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) value = (value << 1) | this.bit();
    return value;
  }

  /** A difference or coefficient of so many bits (§F.2.2.1, EXTEND). */
  signed(count: number): number {
    if (count === 0) return 0;
    const value = this.bits(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  symbol(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length += 1) {
      code = (code << 1) | this.bit();
      const max = table.maxCode[length] as number;
      if (max >= 0 && code <= max) return table.values[code + (table.offset[length] as number)] ?? 0;
    }
    throw new PictureError('Its data is damaged.');
  }

  /** The rest of the byte is padding; a restart marker, where one stands, is passed. */
  restart(): void {
    this.#count = 0;
    const [first, second = 0] = this.#bytes.subarray(this.#at, this.#at + 2);
    if (first === 0xff && second >= 0xd0 && second <= 0xd7) this.#at += 2;
  }
}

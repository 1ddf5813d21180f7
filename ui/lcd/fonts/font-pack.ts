// One baked font at one size: reads the pack that tools/bake-fonts.ts wrote. Bytes come from outside; this file opens nothing.
//
//   0 'HSF1'  4 size  5 bits a pixel (1 or 4)  6 columns a pixel (1 or 4)  7 ascent  8 descent  9 line height  10 cap height  11 0
//  12 u32 glyphs  16 u32 kerning pairs
//  20 glyphs, by code: u32 code, u16 advance (1/64 px), i16 left (columns), i8 top, u8 height, u16 width (columns), u32 offset
//   . pairs, by glyph: u16 left, u16 right, i16 amount (1/64 px)
//   . coverage, rows padded to whole bytes, most significant bits first

export const packMagic = 0x31465348;
export const packHeaderBytes = 20;
export const glyphRecordBytes = 16;
export const kerningRecordBytes = 6;

/** A pack's bytes, in memory or behind a file: `Uint8Array` is one of these. Parts that nobody asks for are never read. */
export interface PackBytes {
  readonly byteLength: number;
  subarray(begin: number, end: number): Uint8Array;
}

/** Where packs come from. Undefined: there is none of that name. */
export interface FontFiles {
  get(name: string): PackBytes | undefined;
}

/** Coverage of one glyph, 0 to 255 a pixel, placed relative to the pen on the base line. */
export interface GlyphBitmap {
  readonly left: number;
  /** Rows above the base line of the first row. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

/** A pack that is no pack, or is cut short. */
class FontPackError extends Error {
  readonly code = 'FONT_PACK_DAMAGED';
}

/** Positions of the pen within a pixel at which glyphs are drawn; keeps the spacing of small text even. */
const phases = 4;

/** Decoded glyphs that are kept: some screens full of Chinese. */
const mostBitmaps = 1500;

const emptyBitmap: GlyphBitmap = { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array(0) };

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export class FontPack {
  readonly size: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineHeight: number;
  readonly capHeight: number;
  /** A real bitmap font: no grey, whole pixels. */
  readonly bitmap: boolean;
  readonly #bytes: PackBytes;
  readonly #records: DataView;
  readonly #glyphs: number;
  readonly #bitsPerPixel: number;
  readonly #columns: number;
  readonly #data: number;
  readonly #kerning: Map<number, number>;
  readonly #bitmaps = new Map<number, GlyphBitmap>();

  private constructor(bytes: PackBytes, header: DataView, records: DataView, kerning: Map<number, number>, data: number) {
    this.#bytes = bytes;
    this.#records = records;
    this.#glyphs = header.getUint32(12, true);
    this.#kerning = kerning;
    this.#data = data;
    this.size = header.getUint8(4);
    this.#bitsPerPixel = header.getUint8(5);
    this.#columns = header.getUint8(6);
    this.bitmap = this.#bitsPerPixel === 1;
    this.ascent = header.getUint8(7);
    this.descent = header.getUint8(8);
    this.lineHeight = header.getUint8(9);
    this.capHeight = header.getUint8(10);
  }

  /** Reads a pack's tables, not its pictures; throws `FontPackError` when it is damaged. */
  static parse(bytes: PackBytes): FontPack {
    const header = viewOf(bytes.subarray(0, packHeaderBytes));
    if (header.byteLength < packHeaderBytes || header.getUint32(0, true) !== packMagic) throw new FontPackError('No font pack.');
    const glyphs = header.getUint32(12, true);
    const pairs = header.getUint32(16, true);
    const kerningAt = packHeaderBytes + glyphs * glyphRecordBytes;
    const data = kerningAt + pairs * kerningRecordBytes;
    if (data > bytes.byteLength) throw new FontPackError('Font pack is cut short.');
    const tables = bytes.subarray(packHeaderBytes, data);
    if (tables.length < data - packHeaderBytes) throw new FontPackError('Font pack is cut short.');
    const records = viewOf(tables.subarray(0, kerningAt - packHeaderBytes));
    const pairTable = viewOf(tables.subarray(kerningAt - packHeaderBytes));
    const kerning = new Map<number, number>();
    for (let at = 0; at < pairTable.byteLength; at += kerningRecordBytes) {
      kerning.set((pairTable.getUint16(at, true) << 16) | pairTable.getUint16(at + 2, true), pairTable.getInt16(at + 4, true));
    }
    return new FontPack(bytes, header, records, kerning, data);
  }

  /** The glyph's number, or undefined when the pack lacks the character. Glyphs stand in the order of their codes. */
  glyphOf(code: number): number | undefined {
    let low = 0;
    let high = this.#glyphs - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#records.getUint32(middle * glyphRecordBytes, true);
      if (found === code) return middle;
      if (found < code) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** In 1/64 px. */
  advanceOf(glyph: number): number {
    return this.#records.getUint16(glyph * glyphRecordBytes + 4, true);
  }

  /** In 1/64 px, to be added between the two. */
  kerningOf(left: number, right: number): number {
    return this.#kerning.get((left << 16) | right) ?? 0;
  }

  /** The glyph as drawn with the pen `penFraction` (0 to 63, in 1/64 px) right of a pixel's edge. */
  bitmapOf(glyph: number, penFraction: number): GlyphBitmap {
    const phase = this.#columns === 1 ? 0 : Math.floor((penFraction * phases) / 64);
    const key = glyph * phases + phase;
    const known = this.#bitmaps.get(key);
    if (known !== undefined) return known;
    const bitmap = this.#decode(glyph, phase);
    if (this.#bitmaps.size >= mostBitmaps) this.#bitmaps.clear();
    this.#bitmaps.set(key, bitmap);
    return bitmap;
  }

  #decode(glyph: number, phase: number): GlyphBitmap {
    const at = glyph * glyphRecordBytes;
    const height = this.#records.getUint8(at + 9);
    const columns = this.#records.getUint16(at + 10, true);
    const offset = this.#data + this.#records.getUint32(at + 12, true);
    const rowBytes = Math.ceil((columns * this.#bitsPerPixel) / 8);
    if (columns === 0 || offset + rowBytes * height > this.#bytes.byteLength) return emptyBitmap;
    const rows = this.#bytes.subarray(offset, offset + rowBytes * height);
    const perPixel = this.#columns;
    const first = this.#records.getInt16(at + 6, true) + phase;
    const left = Math.floor(first / perPixel);
    const width = Math.ceil((first + columns) / perPixel) - left;
    const coverage = new Uint8Array(width * height);
    const scale = this.#bitsPerPixel === 1 ? 255 : 17;
    for (let y = 0; y < height; y += 1) {
      const sums = new Uint16Array(width);
      for (let x = 0; x < columns; x += 1) {
        const to = Math.floor((first + x) / perPixel) - left;
        sums[to] = (sums[to] ?? 0) + this.#sample(rows, y * rowBytes, x);
      }
      for (let x = 0; x < width; x += 1) coverage[y * width + x] = Math.round(((sums[x] ?? 0) * scale) / perPixel);
    }
    return { left, top: this.#records.getInt8(at + 8), width, height, coverage };
  }

  #sample(rows: Uint8Array, row: number, x: number): number {
    if (this.#bitsPerPixel === 1) return ((rows[row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    const pair = rows[row + (x >> 1)] ?? 0;
    return (x & 1) === 0 ? pair >> 4 : pair & 15;
  }
}

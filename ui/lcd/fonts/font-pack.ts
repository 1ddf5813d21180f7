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

const emptyBitmap: GlyphBitmap = { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array(0) };

export class FontPack {
  readonly size: number;
  readonly ascent: number;
  readonly descent: number;
  readonly lineHeight: number;
  readonly capHeight: number;
  /** A real bitmap font: no grey, whole pixels. */
  readonly bitmap: boolean;
  readonly #view: DataView;
  readonly #bitsPerPixel: number;
  readonly #columns: number;
  readonly #data: number;
  readonly #indexOf: Map<number, number>;
  readonly #kerning: Map<number, number>;
  readonly #bitmaps = new Map<number, GlyphBitmap>();

  private constructor(view: DataView, indexOf: Map<number, number>, kerning: Map<number, number>, data: number) {
    this.#view = view;
    this.#indexOf = indexOf;
    this.#kerning = kerning;
    this.#data = data;
    this.size = view.getUint8(4);
    this.#bitsPerPixel = view.getUint8(5);
    this.#columns = view.getUint8(6);
    this.bitmap = this.#bitsPerPixel === 1;
    this.ascent = view.getUint8(7);
    this.descent = view.getUint8(8);
    this.lineHeight = view.getUint8(9);
    this.capHeight = view.getUint8(10);
  }

  /** Reads a pack; throws `FontPackError` when it is damaged. */
  static parse(bytes: Uint8Array): FontPack {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.byteLength < packHeaderBytes || view.getUint32(0, true) !== packMagic) throw new FontPackError('No font pack.');
    const glyphs = view.getUint32(12, true);
    const pairs = view.getUint32(16, true);
    const kerningAt = packHeaderBytes + glyphs * glyphRecordBytes;
    const data = kerningAt + pairs * kerningRecordBytes;
    if (data > view.byteLength) throw new FontPackError('Font pack is cut short.');
    const indexOf = new Map<number, number>();
    for (let i = 0; i < glyphs; i += 1) indexOf.set(view.getUint32(packHeaderBytes + i * glyphRecordBytes, true), i);
    const kerning = new Map<number, number>();
    for (let i = 0; i < pairs; i += 1) {
      const at = kerningAt + i * kerningRecordBytes;
      kerning.set((view.getUint16(at, true) << 16) | view.getUint16(at + 2, true), view.getInt16(at + 4, true));
    }
    return new FontPack(view, indexOf, kerning, data);
  }

  /** The glyph's number, or undefined when the pack lacks the character. */
  glyphOf(code: number): number | undefined {
    return this.#indexOf.get(code);
  }

  /** In 1/64 px. */
  advanceOf(glyph: number): number {
    return this.#view.getUint16(packHeaderBytes + glyph * glyphRecordBytes + 4, true);
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
    this.#bitmaps.set(key, bitmap);
    return bitmap;
  }

  #decode(glyph: number, phase: number): GlyphBitmap {
    const at = packHeaderBytes + glyph * glyphRecordBytes;
    const height = this.#view.getUint8(at + 9);
    const columns = this.#view.getUint16(at + 10, true);
    const offset = this.#data + this.#view.getUint32(at + 12, true);
    const rowBytes = Math.ceil((columns * this.#bitsPerPixel) / 8);
    if (columns === 0 || offset + rowBytes * height > this.#view.byteLength) return emptyBitmap;
    const perPixel = this.#columns;
    const first = this.#view.getInt16(at + 6, true) + phase;
    const left = Math.floor(first / perPixel);
    const width = Math.ceil((first + columns) / perPixel) - left;
    const coverage = new Uint8Array(width * height);
    const scale = this.#bitsPerPixel === 1 ? 255 : 17;
    for (let y = 0; y < height; y += 1) {
      const sums = new Uint16Array(width);
      for (let x = 0; x < columns; x += 1) {
        const to = Math.floor((first + x) / perPixel) - left;
        sums[to] = (sums[to] ?? 0) + this.#sample(offset + y * rowBytes, x);
      }
      for (let x = 0; x < width; x += 1) coverage[y * width + x] = Math.round(((sums[x] ?? 0) * scale) / perPixel);
    }
    return { left, top: this.#view.getInt8(at + 8), width, height, coverage };
  }

  #sample(row: number, x: number): number {
    if (this.#bitsPerPixel === 1) return (this.#view.getUint8(row + (x >> 3)) >> (7 - (x & 7))) & 1;
    const pair = this.#view.getUint8(row + (x >> 1));
    return (x & 1) === 0 ? pair >> 4 : pair & 15;
  }
}

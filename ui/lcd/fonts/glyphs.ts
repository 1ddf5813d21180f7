// Glyphs as a font draws them: out of a pack, at its scale and weight, or the box that stands for what no pack has.

import type { FontPack, GlyphBitmap } from './font-pack.ts';

export interface Glyph {
  readonly source: GlyphSource;
  readonly number: number;
  /** In 1/64 px on the screen. */
  readonly advance: number;
}

export interface GlyphSource {
  bitmapOf(glyph: Glyph, penFraction: number): GlyphBitmap;
  /** In 1/64 px on the screen. */
  kerningOf(left: Glyph, right: Glyph): number;
}

function doubled(bitmap: GlyphBitmap): GlyphBitmap {
  const width = bitmap.width * 2;
  const height = bitmap.height * 2;
  const coverage = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) coverage[y * width + x] = bitmap.coverage[(y >> 1) * bitmap.width + (x >> 1)] as number;
  }
  return { left: bitmap.left * 2, top: bitmap.top * 2, width, height, coverage };
}

/** How much of a stroke is laid beside it once more. */
const thickening = 0.45;

/** Strokes a little wider than they were baked. */
function thickened(bitmap: GlyphBitmap): GlyphBitmap {
  const width = bitmap.width + 1;
  const coverage = new Uint8Array(width * bitmap.height);
  for (let y = 0; y < bitmap.height; y += 1) {
    let before = 0;
    for (let x = 0; x < width; x += 1) {
      const own = x < bitmap.width ? (bitmap.coverage[y * bitmap.width + x] as number) : 0;
      coverage[y * width + x] = Math.min(255, own + Math.round(before * thickening));
      before = own;
    }
  }
  return { ...bitmap, width, coverage };
}

/** Changed glyphs that are kept. */
const mostChanged = 1000;

/** The glyphs of one pack. */
export class PackGlyphs implements GlyphSource {
  readonly #pack: FontPack;
  readonly #scale: 1 | 2;
  readonly #thickened: boolean;
  readonly #changed = new Map<GlyphBitmap, GlyphBitmap>();

  constructor(pack: FontPack, scale: 1 | 2, isThickened: boolean) {
    this.#pack = pack;
    this.#scale = scale;
    this.#thickened = isThickened;
  }

  glyphOf(code: number): Glyph | undefined {
    const number = this.#pack.glyphOf(code);
    return number === undefined ? undefined : { source: this, number, advance: this.#pack.advanceOf(number) * this.#scale };
  }

  kerningOf(left: Glyph, right: Glyph): number {
    return this.#pack.kerningOf(left.number, right.number) * this.#scale;
  }

  bitmapOf(glyph: Glyph, penFraction: number): GlyphBitmap {
    const bitmap = this.#pack.bitmapOf(glyph.number, penFraction);
    if (this.#scale === 1 && !this.#thickened) return bitmap;
    const known = this.#changed.get(bitmap);
    if (known !== undefined) return known;
    const wide = this.#thickened ? thickened(bitmap) : bitmap;
    const changed = this.#scale === 1 ? wide : doubled(wide);
    if (this.#changed.size >= mostChanged) this.#changed.clear();
    this.#changed.set(bitmap, changed);
    return changed;
  }
}

/** An empty box as high as a capital letter. */
export function missingGlyph(capHeight: number, bitmap: boolean): Glyph {
  const height = Math.max(4, capHeight);
  const width = Math.max(4, Math.round(height * 0.7));
  const stroke = Math.max(1, Math.round(height / 14));
  const gap = bitmap ? 1 : Math.max(1, stroke);
  const coverage = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const edge = x < stroke || y < stroke || x >= width - stroke || y >= height - stroke;
      coverage[y * width + x] = edge ? 255 : 0;
    }
  }
  const picture = { left: gap, top: height, width, height, coverage };
  const source: GlyphSource = { bitmapOf: () => picture, kerningOf: () => 0 };
  return { source, number: 0, advance: (width + 2 * gap) * 64 };
}

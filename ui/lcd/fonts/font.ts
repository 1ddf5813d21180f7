// A font at the size of one role: measures, shortens and draws lines of text.

import type { Rectangle } from '#hal/display/display';
import type { Canvas, Color } from '../raster/canvas.ts';
import type { FontPack, GlyphBitmap } from './font-pack.ts';

const replacement = 0xfffd;
const questionMark = 0x3f;

/** Letters with a stroke, which Unicode does not take apart. */
const unstroked: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  Ŧ: 'T',
  ŧ: 't',
  Ø: 'O',
  ø: 'o',
  ı: 'i',
};

/** The letter without its marks: a name that lacks one is read, a sign in its place is not. */
function plainLetter(character: string): number {
  return (unstroked[character] ?? character.normalize('NFD')).codePointAt(0) ?? replacement;
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

export class Font {
  /** From one line to the next. Bitmap fonts are set tight: their screens have few rows. */
  readonly lineHeight: number;
  readonly ascent: number;
  readonly capHeight: number;
  /** What stands for the part that is left out. The bitmap fonts' own sign is as wide as a Chinese character. */
  readonly ellipsis: string;
  readonly #pack: FontPack;
  readonly #scale: 1 | 2;
  readonly #doubled = new Map<GlyphBitmap, GlyphBitmap>();

  constructor(pack: FontPack, scale: 1 | 2) {
    this.#pack = pack;
    this.#scale = scale;
    this.lineHeight = pack.bitmap ? (pack.size + (pack.size < 10 ? 1 : 2)) * scale : pack.lineHeight;
    this.ascent = pack.ascent * scale;
    this.capHeight = pack.capHeight * scale;
    this.ellipsis = pack.bitmap ? '...' : '\u2026';
  }

  /** Pixels that the text takes, rounded up. */
  widthOf(text: string): number {
    let pen = 0;
    this.#walk(text, (_, at, advance) => {
      pen = at + advance;
    });
    return Math.ceil((pen * this.#scale) / 64);
  }

  /** The text, or as much of it as fits with an ellipsis behind. Empty when not even that fits. */
  shortened(text: string, width: number): string {
    if (this.widthOf(text) <= width) return text;
    const characters = [...text];
    let shortest = 0;
    let longest = characters.length - 1;
    while (shortest < longest) {
      const middle = (shortest + longest + 1) >> 1;
      if (this.widthOf(this.#cut(characters, middle)) <= width) shortest = middle;
      else longest = middle - 1;
    }
    const cut = this.#cut(characters, shortest);
    return this.widthOf(cut) <= width ? cut : '';
  }

  draw(canvas: Canvas, text: string, x: number, baseline: number, color: Color, clip: Rectangle): void {
    this.#walk(text, (glyph, at) => {
      const pen = at * this.#scale;
      const bitmap = this.#bitmapOf(glyph, pen & 63);
      const left = x + (pen >> 6) + bitmap.left;
      if (left >= clip.x + clip.width || left + bitmap.width <= clip.x) return;
      canvas.cover(left, baseline - bitmap.top, bitmap.width, bitmap.height, bitmap.coverage, color, clip);
    });
  }

  #cut(characters: readonly string[], length: number): string {
    return characters.slice(0, length).join('').trimEnd() + this.ellipsis;
  }

  #bitmapOf(glyph: number, penFraction: number): GlyphBitmap {
    const bitmap = this.#pack.bitmapOf(glyph, penFraction);
    if (this.#scale === 1) return bitmap;
    const known = this.#doubled.get(bitmap) ?? doubled(bitmap);
    this.#doubled.set(bitmap, known);
    return known;
  }

  #glyphOf(character: string): number | undefined {
    const pack = this.#pack;
    return (
      pack.glyphOf(character.codePointAt(0) ?? replacement) ??
      pack.glyphOf(plainLetter(character)) ??
      pack.glyphOf(replacement) ??
      pack.glyphOf(questionMark)
    );
  }

  /** Calls `each` with every glyph, its place and its width in 1/64 px of the pack. */
  #walk(text: string, each: (glyph: number, at: number, advance: number) => void): void {
    let pen = 0;
    let previous: number | undefined;
    for (const character of text) {
      const glyph = this.#glyphOf(character);
      if (glyph === undefined) continue;
      if (previous !== undefined) pen += this.#pack.kerningOf(previous, glyph);
      const advance = this.#pack.advanceOf(glyph);
      each(glyph, pen, advance);
      pen += advance;
      previous = glyph;
    }
  }
}

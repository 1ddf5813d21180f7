// A font at the size of one role: measures, shortens and draws lines of text, with glyphs from the first pack that has them.

import type { Rectangle } from '#hal/display/display';
import { inVisualOrder } from '../../text/visual-order.ts';
import type { Canvas, Color } from '../raster/canvas.ts';
import type { FontPack } from './font-pack.ts';
import { type Glyph, type GlyphSource, missingGlyph, PackGlyphs } from './glyphs.ts';

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
function plainLetter(character: string): string {
  return String.fromCodePoint((unstroked[character] ?? character.normalize('NFD')).codePointAt(0) ?? 0xfffd);
}

/** Steers the text around it, or is a mark on the letter before it: takes no place where no pack draws it. */
const ignorable = /^(?:\p{Default_Ignorable_Code_Point}|\p{M}|\p{Cc}|\p{Emoji_Modifier})$/u;

/** Characters whose glyph is kept in mind, at most. */
const mostRemembered = 3000;

/** Hears of each character that no pack has, when it is looked up. */
export type MissingListener = (character: string) => void;

/** A pack of the chain that is opened when a character asks for it; undefined: it is not there. */
export type LaterPack = () => PackGlyphs | undefined;

export class Font {
  /** From one line to the next. Bitmap fonts are set tight: their screens have few rows. */
  readonly lineHeight: number;
  readonly ascent: number;
  readonly capHeight: number;
  /** What stands for the part that is left out. The bitmap fonts' own sign is as wide as a Chinese character. */
  readonly ellipsis: string;
  readonly #first: PackGlyphs;
  readonly #later: readonly LaterPack[];
  readonly #missing: MissingListener;
  readonly #box: Glyph;
  readonly #known = new Map<string, Glyph | undefined>();

  constructor(pack: FontPack, scale: 1 | 2, later: readonly LaterPack[] = [], missing: MissingListener = () => {}) {
    this.#first = new PackGlyphs(pack, scale, false);
    this.#later = later;
    this.#missing = missing;
    this.lineHeight = pack.bitmap ? (pack.size + (pack.size < 10 ? 1 : 2)) * scale : pack.lineHeight;
    this.ascent = pack.ascent * scale;
    this.capHeight = pack.capHeight * scale;
    this.ellipsis = pack.bitmap ? '...' : '\u2026';
    this.#box = missingGlyph(this.capHeight, pack.bitmap);
  }

  /** Pixels that the text takes, rounded up. */
  widthOf(text: string): number {
    let pen = 0;
    let previous: Glyph | undefined;
    for (const character of text) {
      const glyph = this.#glyphOf(character);
      if (glyph === undefined) continue;
      pen += kerning(previous, glyph) + glyph.advance;
      previous = glyph;
    }
    return Math.ceil(pen / 64);
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

  /** How far right of the text's left edge the caret stands before the character `index` (UTF-16) as it is read, or behind the last. */
  caretAt(text: string, index: number): number {
    const behind = index >= text.length;
    let found = 0;
    let last = -1;
    this.#walk(text, (glyph, pen, { at, direction }) => {
      if (behind ? at < last : at !== index) return;
      last = at;
      const rightEdge = (direction === 'ltr') === behind;
      found = rightEdge ? pen + glyph.advance : pen;
    });
    return Math.round(found / 64);
  }

  /** `x`: where the leftmost character begins, whichever is read first. */
  draw(canvas: Canvas, text: string, x: number, baseline: number, color: Color, clip: Rectangle): void {
    this.#walk(text, (glyph, pen) => {
      const bitmap = glyph.source.bitmapOf(glyph, pen & 63);
      const left = x + (pen >> 6) + bitmap.left;
      if (left >= clip.x + clip.width || left + bitmap.width <= clip.x) return;
      canvas.cover(left, baseline - bitmap.top, bitmap.width, bitmap.height, bitmap.coverage, color, clip);
    });
  }

  #cut(characters: readonly string[], length: number): string {
    let end = length;
    // Behind a dot or a comma of its own three more would look like a slip.
    while (end > 0 && ' .,;:'.includes(characters[end - 1] ?? '-')) end -= 1;
    return characters.slice(0, end).join('') + this.ellipsis;
  }

  #glyphOf(character: string): Glyph | undefined {
    if (this.#known.has(character)) return this.#known.get(character);
    const glyph = this.#search(character);
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(character, glyph);
    return glyph;
  }

  #search(character: string): Glyph | undefined {
    const own = this.#first.glyphOf(character.codePointAt(0) ?? 0);
    if (own !== undefined) return own;
    // No pack is opened for these.
    if (ignorable.test(character)) return undefined;
    const later = this.#inPacks(character);
    if (later !== undefined) return later;
    const plain = plainLetter(character);
    const readable = plain === character ? undefined : this.#inPacks(plain);
    if (readable !== undefined) return readable;
    this.#missing(character);
    return this.#box;
  }

  #inPacks(character: string): Glyph | undefined {
    const code = character.codePointAt(0) ?? 0;
    const own = this.#first.glyphOf(code);
    if (own !== undefined) return own;
    for (const open of this.#later) {
      const glyph = open()?.glyphOf(code);
      if (glyph !== undefined) return glyph;
    }
    return undefined;
  }

  /** Calls `each` with every glyph from left to right and where the pen stands, in 1/64 px. */
  #walk(text: string, each: (glyph: Glyph, pen: number, place: ReturnType<typeof inVisualOrder>[number]) => void): void {
    let pen = 0;
    let previous: Glyph | undefined;
    for (const place of inVisualOrder(text)) {
      const glyph = this.#glyphOf(place.character);
      if (glyph === undefined) continue;
      pen += kerning(previous, glyph);
      each(glyph, pen, place);
      pen += glyph.advance;
      previous = glyph;
    }
  }
}

function kerning(left: Glyph | undefined, right: Glyph): number {
  if (left === undefined || left.source !== right.source) return 0;
  return (left.source as GlyphSource).kerningOf(left, right);
}

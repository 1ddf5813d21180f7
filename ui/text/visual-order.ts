// From the order in which a text is read to the order in which it stands on the screen (UAX #9, the Unicode bidirectional algorithm).

import bidiModule from 'bidi-js';

export type Direction = 'ltr' | 'rtl';

// Its types describe the ES module within the package; Node loads the other one, whose only export is the function.
const bidiFactory = bidiModule as unknown as typeof bidiModule.default;

/** Made when the first right-to-left letter turns up: most phones never see one. */
let made: ReturnType<typeof bidiFactory> | undefined;

function bidi(): ReturnType<typeof bidiFactory> {
  made ??= bidiFactory();
  return made;
}

/** Hebrew, Arabic and their kin, and characters that steer direction. Without any of these the order stays as it is. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;

export function hasRightToLeft(text: string): boolean {
  return turning.test(text);
}

/** The direction of the first letter that has one; what stands in isolates does not count (rules P2 and P3). */
export function directionOf(text: string): Direction {
  if (!hasRightToLeft(text)) return 'ltr';
  return ((bidi().getEmbeddingLevels(text, 'auto').paragraphs[0]?.level ?? 0) & 1) === 1 ? 'rtl' : 'ltr';
}

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** Keeps what another side wrote from turning over the text around it, and the other way round. */
export function isolated(text: string): string {
  return `${firstStrongIsolate}${text}${popIsolate}`;
}

const marks: Readonly<Record<Direction, string>> = { ltr: '\u200e', rtl: '\u200f' };

/** A line of a longer text reads as the whole does, whatever it begins with. */
export function readingAs(direction: Direction, line: string): string {
  return directionOf(line) === direction || line === '' ? line : marks[direction] + line;
}

/** Texts beside each other, each turning for itself only; the first stands where reading begins. */
export function besideEachOther(texts: readonly string[], between: string, reads: Direction): string {
  const joined = texts.filter((text) => text !== '');
  if (reads === 'ltr' && !joined.some(hasRightToLeft)) return joined.join(between);
  return readingAs(reads, joined.map(isolated).join(between));
}

/** One character where it stands. `at` is its place in the text as it is read. */
export interface PlacedCharacter {
  readonly at: number;
  readonly character: string;
  readonly direction: Direction;
}

function inReadingOrder(text: string): PlacedCharacter[] {
  const placed: PlacedCharacter[] = [];
  let at = 0;
  for (const character of text) {
    placed.push({ at, character, direction: 'ltr' });
    at += character.length;
  }
  return placed;
}

/** The characters from left to right as they are drawn; brackets that are read from right to left are mirrored. */
export function inVisualOrder(text: string): readonly PlacedCharacter[] {
  if (!hasRightToLeft(text)) return inReadingOrder(text);
  const engine = bidi();
  const levels = engine.getEmbeddingLevels(text, 'auto');
  const placed: PlacedCharacter[] = [];
  for (const at of engine.getReorderedIndices(text, levels)) {
    // The second half of a surrogate pair goes with the first.
    if (/[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '')) continue;
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const direction = ((levels.levels[at] ?? 0) & 1) === 1 ? 'rtl' : 'ltr';
    const shown = direction === 'rtl' ? (engine.getMirroredCharacter(character) ?? character) : character;
    placed.push({ at, character: shown, direction });
  }
  return placed;
}

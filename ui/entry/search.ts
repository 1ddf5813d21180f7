// Looking for people by a few keys: digits stand for letters, each part of the query begins a word of the name, and numbers are looked
// through as well. The names are folded once; a query walks short strings.

import { digitsOf, type FoldedLetter, foldedWords, lettersOf } from './fold.ts';

/** What can be found. */
export interface Searched {
  readonly name: string;
  readonly numbers: readonly string[];
}

interface Folded<T> {
  readonly item: T;
  /** ` grace hopper`: each word behind a space. */
  readonly letters: string;
  readonly digits: string;
  /** Of the first letters of all words. */
  readonly initials: string;
  /** Digits and signs of all numbers, each behind a line break. */
  readonly numbers: string;
}

export type SearchIndex<T> = readonly Folded<T>[];

/** How a query is to be read: keys pressed once each, or letters. */
export type QueryKind = 'keys' | 'letters';

function folded<T>(item: T, { name, numbers }: Searched): Folded<T> {
  const words = foldedWords(name).map((word) => lettersOf(word));
  const letters = words.map((word) => ` ${word}`).join('');
  return {
    item,
    letters,
    digits: digitsOf(letters),
    initials: digitsOf(words.map((word) => word.charAt(0)).join('')),
    numbers: numbers.map((number) => `\n${bareNumber(number)}`).join(''),
  };
}

/** What was folded once is known as long as the item lives: a list that changes in one place is not folded anew. */
const known = new WeakMap<object, Folded<object>>();

export function searchEntry<T extends object>(item: T, searched: (item: T) => Searched): Folded<T> {
  const seen = known.get(item) as Folded<T> | undefined;
  if (seen !== undefined) return seen;
  const entry = folded(item, searched(item));
  known.set(item, entry);
  return entry;
}

export function searchIndex<T extends object>(items: readonly T[], searched: (item: T) => Searched): SearchIndex<T> {
  return items.map((item) => searchEntry(item, searched));
}

function bareNumber(number: string): string {
  return /[^0-9*#+]/.test(number) ? number.replace(/[^0-9*#+]/g, '') : number;
}

/** The parts of a query; a 0 between keys is the space between words. */
function partsOf(query: string, kind: QueryKind): readonly string[] {
  if (kind === 'keys') return query.split('0').filter((part) => part !== '');
  return foldedWords(query).map((word) => lettersOf(word));
}

/** A query made ready for thousands of names. */
interface Wanted {
  readonly text: 'digits' | 'letters';
  /** Each behind the space that begins a word. */
  readonly parts: readonly string[];
  /** Empty: not looked for. */
  readonly initials: string;
  readonly number: string;
  readonly numberStart: string;
}

function wantedOf(query: string, kind: QueryKind): Wanted {
  const number = bareNumber(query);
  return {
    text: kind === 'keys' ? 'digits' : 'letters',
    parts: partsOf(query, kind).map((part) => ` ${part}`),
    initials: kind === 'keys' && query.length > 1 ? query : '',
    number,
    numberStart: `\n${number}`,
  };
}

/** Lower is better; undefined: not found. */
function rankOf<T>(entry: Folded<T>, { text, parts, initials, number, numberStart }: Wanted): number | undefined {
  const name = entry[text];
  if (isIn(name, parts)) return name.startsWith(parts[0] ?? '') ? 0 : 1;
  if (initials !== '' && entry.initials.startsWith(initials)) return 2;
  if (number === '') return undefined;
  if (number.length === 1) return entry.numbers.includes(numberStart) ? 3 : undefined;
  if (!entry.numbers.includes(number)) return undefined;
  return entry.numbers.includes(numberStart) ? 3 : 4;
}

function isIn(name: string, parts: readonly string[]): boolean {
  for (const part of parts) if (!name.includes(part)) return false;
  return parts.length > 0;
}

/** Best first, otherwise in the order of the index; all where nothing is looked for. */
export function found<T>(index: SearchIndex<T>, query: string, kind: QueryKind): readonly T[] {
  if (query === '') return index.map(({ item }) => item);
  const wanted = wantedOf(query, kind);
  const ranks: T[][] = [[], [], [], [], []];
  for (const entry of index) {
    const rank = rankOf(entry, wanted);
    if (rank !== undefined) ranks[rank]?.push(entry.item);
  }
  return ranks.flat();
}

/** A stretch of a text, in UTF-16 units. */
export type Stretch = readonly [from: number, to: number];

function stretchOf(word: readonly FoldedLetter[], part: string, kind: QueryKind): Stretch | undefined {
  let rest = part;
  for (const { letters, to } of word) {
    const sign = kind === 'keys' ? digitsOf(letters) : letters;
    if (!rest.startsWith(sign) && !sign.startsWith(rest)) return undefined;
    rest = rest.slice(sign.length);
    if (rest === '') return [word[0]?.from ?? 0, to];
  }
  return undefined;
}

/** Where the name answers the query; nothing where its number does. */
export function marksOf(name: string, query: string, kind: QueryKind): readonly Stretch[] {
  const words = foldedWords(name);
  const marks = partsOf(query, kind).map((part) =>
    words.map((word) => stretchOf(word, part, kind)).find((mark) => mark !== undefined),
  );
  return marks.every((mark) => mark !== undefined) ? marks : [];
}

/** Where the number does, as it is written. */
export function numberMark(number: string, query: string): Stretch | undefined {
  const wanted = bareNumber(query);
  const at: number[] = [];
  let bareText = '';
  for (let index = 0; index < number.length; index++) {
    if (!/[0-9*#+]/.test(number.charAt(index))) continue;
    at.push(index);
    bareText += number.charAt(index);
  }
  const from = wanted === '' ? -1 : bareText.indexOf(wanted);
  const last = at[from + wanted.length - 1];
  return from === -1 || last === undefined ? undefined : [at[from] ?? 0, last + 1];
}

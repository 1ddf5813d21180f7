// Names made comparable: small letters without accents, and the digits under which a telephone's keys carry them.

import { bare, digitOf } from './alphabets.ts';

/** Beyond this nobody looks for a name. */
const longestSearched = 120;

/** A part of a name that counts as one letter, and where it stands there. */
export interface FoldedLetter {
  readonly letters: string;
  readonly from: number;
  readonly to: number;
}

/** What a character comes to: its bare letters, nothing for a mark, undefined where it ends a word. Looked up, for lists are long. */
const folded = new Map<string, string | undefined>();
const mostFolded = 4096;

function foldedCharacter(character: string): string | undefined {
  if (folded.has(character)) return folded.get(character);
  const marks = /\p{M}/u.test(character);
  const letters = marks ? '' : /[\p{L}\p{N}]/u.test(character) ? bare(character.toLowerCase()) : undefined;
  if (folded.size < mostFolded) folded.set(character, letters);
  return letters;
}

/** The words of a name; whatever is neither letter nor digit ends one. */
export function foldedWords(name: string): readonly (readonly FoldedLetter[])[] {
  const words: FoldedLetter[][] = [];
  let at = 0;
  let word: FoldedLetter[] | undefined;
  for (const character of name.slice(0, longestSearched)) {
    const from = at;
    at += character.length;
    const letters = foldedCharacter(character);
    if (letters === undefined) word = undefined;
    if (letters === undefined || letters === '') continue;
    if (word === undefined) {
      word = [];
      words.push(word);
    }
    word.push({ letters, from, to: at });
  }
  return words;
}

export function lettersOf(word: readonly FoldedLetter[]): string {
  return word.map(({ letters }) => letters).join('');
}

/** A letter that no key carries stands for itself, so that no digits find it. */
export function digitsOf(letters: string): string {
  return [...letters].map((letter) => digitOf(letter) ?? letter).join('');
}

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

/** The words of a name; whatever is neither letter nor digit ends one. */
export function foldedWords(name: string): readonly (readonly FoldedLetter[])[] {
  const words: FoldedLetter[][] = [];
  let at = 0;
  let within = false;
  for (const character of name.slice(0, longestSearched)) {
    const from = at;
    at += character.length;
    if (/\p{M}/u.test(character)) continue;
    if (!/[\p{L}\p{N}]/u.test(character)) {
      within = false;
      continue;
    }
    if (!within) words.push([]);
    within = true;
    words.at(-1)?.push({ letters: bare(character.toLowerCase()), from, to: at });
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

// What a part of the phone said in English, in the language of the screen. Parts that know no screen (calls, lines, devices) tell what
// happened in English sentences; those are in the catalogues, too.

import { phrases } from './en-phrases.ts';
import { filled, type Strings } from './strings.ts';

type Phrase = keyof typeof phrases;

const whole: ReadonlyMap<string, Phrase> = new Map(Object.entries(phrases).map(([key, english]) => [english, key as Phrase]));

interface Pattern {
  readonly phrase: Phrase;
  readonly matches: RegExp;
}

/** Sentences with gaps; those with more words of their own come first. */
const patterns: readonly Pattern[] = Object.entries(phrases)
  .filter(([, english]) => english.includes('{'))
  .toSorted(([, a], [, b]) => b.replaceAll(/\{\w+\}/g, '').length - a.replaceAll(/\{\w+\}/g, '').length)
  .map(([key, english]) => {
    const source = english.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>.{1,120})');
    return { phrase: key as Phrase, matches: new RegExp(`^${source}$`, 'u') };
  });

/** Longer than any sentence of ours. */
const longest = 200;

/** Sentences that are not ours, such as the words of a server, stay as they are. */
export function said(text: Strings, english: string): string {
  const phrase = whole.get(english);
  if (phrase !== undefined) return text.phrases[phrase];
  if (english.length > longest) return english;
  for (const { phrase: key, matches } of patterns) {
    const gaps = matches.exec(english)?.groups;
    if (gaps === undefined) continue;
    const values = Object.fromEntries(Object.entries(gaps).map(([name, value]) => [name, said(text, value)]));
    return filled(text.phrases[key], values);
  }
  return english;
}

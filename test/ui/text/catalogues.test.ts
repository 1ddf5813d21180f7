// Every language has every word, with the same gaps, and its own: what is missing is said in English and counted here.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogues } from '#ui/text/catalogues/list';
import { en } from '#ui/text/en';
import { type BuiltInLanguage, languageTags } from '#ui/text/languages';
import { pluralRules } from '#ui/text/plural-rules';
import { type Catalogue, readLanguages, stringsOf } from '#ui/text/strings';

type Word = string | readonly string[] | Catalogue;

/** Words by their place: `softKeys.answer`. The forms of a plural are one word. */
function wordsOf(tree: Catalogue, at = ''): readonly (readonly [place: string, word: Word])[] {
  return Object.entries(tree).flatMap(([key, word]) => {
    const place = at === '' ? key : `${at}.${key}`;
    if (typeof word === 'string' || Array.isArray(word) || typeof (word as Catalogue)['other'] === 'string')
      return [[place, word]];
    return wordsOf(word as Catalogue, place);
  });
}

const gapsOf = (text: string): string => (text.match(/\{\w+\}/g) ?? []).toSorted().join(' ');
/** Those of a list are counted, those of a plural are its `other`'s: one and two may be said in words. */
function gapsIn(word: Word): string {
  if (typeof word === 'string') return gapsOf(word);
  return Array.isArray(word) ? String(word.length) : gapsOf((word as Catalogue)['other'] as string);
}

/** Shorter words of another. */
const isShort = (place: string): boolean => /^(shortSoftKeys|narrowSoftKeys|small)\./.test(place);
const longOf = (place: string): string => place.replace(/^(short|narrow)SoftKeys/, 'softKeys').replace(/^small\./, '');
const english = new Map(wordsOf(en));

/** Names, signs and abbreviations that every language writes alike, and words of German and Romance languages that English shares. */
const alike = [
  /^units\./,
  /^about\.product$/,
  /^status\.mac$/,
  /^softKeys\.ok$/,
  /^quality\.(codec|percent|milliseconds)$/,
  /^date\./,
];

const others = languageTags.filter((tag): tag is Exclude<BuiltInLanguage, 'en'> => tag !== 'en');

await readLanguages(...languageTags);
const ownWords = new Map(await Promise.all(others.map(async (language) => [language, await catalogues[language]()] as const)));

for (const [language, catalogue] of ownWords) {
  describe(`words of ${language}`, () => {
    const own = new Map(wordsOf(catalogue));

    it('are those that the screens say, and nothing else', () => {
      const places = [...own.keys()].filter((place) => !isShort(place));
      assert.deepEqual(
        places.filter((place) => !english.has(place)),
        [],
      );
      const shorts = [...own.keys()].filter(isShort).map(longOf);
      assert.deepEqual(
        shorts.filter((place) => !own.has(place)),
        [],
      );
    });

    it('have the gaps of the English ones', () => {
      const long = [...own].filter(([place]) => !isShort(place));
      for (const [place, word] of long) {
        const original = english.get(place);
        if (original !== undefined) assert.equal(gapsIn(word), gapsIn(original), place);
      }
    });

    it('have a form for every kind of number', () => {
      const kinds = new Set(Array.from({ length: 200 }, (_, n) => pluralRules[language](n)));
      for (const [place, word] of own) {
        if (typeof word === 'string' || Array.isArray(word)) continue;
        for (const kind of kinds) assert.equal(typeof (word as Catalogue)[kind], 'string', `${place}.${kind}`);
      }
    });

    it('are its own: at most one in ten is English', () => {
      const counted = [...english].filter(([place]) => !isShort(place) && !alike.some((pattern) => pattern.test(place)));
      const same = counted.filter(([place, word]) => JSON.stringify(own.get(place) ?? word) === JSON.stringify(word));
      assert.ok(
        same.length <= counted.length / 10,
        `${same.length} of ${counted.length}: ${same.map(([place]) => place).join(' ')}`,
      );
    });
  });
}

describe('a language', () => {
  it('says in English what it lacks, with English plurals', () => {
    for (const language of languageTags) {
      assert.deepEqual(
        wordsOf(stringsOf(language) as unknown as Catalogue)
          .map(([place]) => place)
          .filter((place) => !isShort(place)).length,
        [...english.keys()].filter((place) => !isShort(place)).length,
      );
    }
  });

  it('has no control characters in its words', () => {
    for (const catalogue of ownWords.values()) {
      for (const [place, word] of wordsOf(catalogue))
        assert.doesNotMatch(JSON.stringify(word), /\\u00|[\u200e\u200f\u202a-\u202e]/, place);
    }
  });
});

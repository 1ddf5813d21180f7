// Where each word of the screens stands (`calls.muted`, `date.months.0`, `calls.missed.other`), and words by their places as a catalogue.

import { en } from '#ui/text/en';
import type { PluralForm } from '#ui/text/plural-rules';
import type { Catalogue } from '#ui/text/strings';

export interface WordPlace {
  readonly english: string;
  /** A form for a number need not say it: one call. */
  readonly isForm: boolean;
}

const pluralForms: readonly PluralForm[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
/** Keys that have room for five and seven letters. */
const shortLetters = 7;

function walk(tree: Catalogue, at: string, found: Map<string, WordPlace>): void {
  for (const [key, word] of Object.entries(tree)) {
    const place = at === '' ? key : `${at}.${key}`;
    if (typeof word === 'string') found.set(place, { english: word, isForm: false });
    else if (Array.isArray(word))
      for (const [n, each] of word.entries()) found.set(`${place}.${n}`, { english: each, isForm: false });
    else if (typeof (word as Catalogue)['other'] === 'string') walkForms(word as Catalogue, place, found);
    else walk(word as Catalogue, place, found);
  }
}

function walkForms(forms: Catalogue, at: string, found: Map<string, WordPlace>): void {
  for (const form of pluralForms) {
    found.set(`${at}.${form}`, { english: String(forms[form] ?? forms['other']), isForm: form !== 'other' });
  }
}

/** Every word that a language file may say for the screens. */
export function wordPlaces(): ReadonlyMap<string, WordPlace> {
  const found = new Map<string, WordPlace>();
  walk({ ...en, shortSoftKeys: {} }, '', found);
  for (const [place, word] of [...found]) {
    found.set(`small.${place}`, word);
    if (!place.startsWith('softKeys.')) continue;
    const short = { ...word, english: word.english.slice(0, shortLetters) };
    for (const keys of ['shortSoftKeys', 'narrowSoftKeys']) found.set(place.replace('softKeys', keys), short);
  }
  return found;
}

/** What a translator begins with: English as it is, of forms those that English has. */
export function englishWords(): ReadonlyMap<string, string> {
  const found = new Map<string, WordPlace>();
  walk({ ...en, shortSoftKeys: {} }, '', found);
  return new Map(
    [...found].filter(([place]) => !/\.(?:zero|two|few|many)$/.test(place)).map(([place, { english }]) => [place, english]),
  );
}

/** As `stringsOf` wants it: lists are whole, and a plural has at least its usual form. */
export function catalogueOf(words: ReadonlyMap<string, string>): Catalogue {
  return branch(en, '', words) as Catalogue;
}

function branch(english: Catalogue, at: string, words: ReadonlyMap<string, string>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, word] of Object.entries(english)) {
    const place = at === '' ? key : `${at}.${key}`;
    const own = valueAt(word, place, words);
    if (own !== undefined) result[key] = own;
  }
  if (at === '') {
    const shorter = new Map(
      [...words].filter(([place]) => place.startsWith('small.')).map(([place, word]) => [place.slice(6), word]),
    );
    if (shorter.size > 0) result['small'] = branch(english, '', shorter);
    for (const keys of ['shortSoftKeys', 'narrowSoftKeys']) {
      const own = [...words].filter(([place]) => place.startsWith(`${keys}.`));
      result[keys] = Object.fromEntries(own.map(([place, word]) => [place.slice(keys.length + 1), word]));
    }
  }
  return result;
}

function valueAt(word: Catalogue[string], place: string, words: ReadonlyMap<string, string>): unknown {
  if (typeof word === 'string') return words.get(place);
  if (Array.isArray(word)) return word.map((each, n) => words.get(`${place}.${n}`) ?? each);
  const tree = word as Catalogue;
  if (typeof tree['other'] !== 'string') return branch(tree, place, words);
  if (!words.has(`${place}.other`)) return undefined;
  return Object.fromEntries(
    pluralForms.flatMap((form) => [[form, words.get(`${place}.${form}`)]].filter(([, own]) => own !== undefined)),
  );
}

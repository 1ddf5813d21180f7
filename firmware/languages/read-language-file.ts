// Reads a language file: a JSON object of texts. Those with `@` say which language it is, those with `page:` and an English sentence are of
// the web pages, all others are words of the screens by their places. The bytes may be anybody's: each text is looked at by itself, and one
// that does not fit is said in English.

import { decodeText } from '#config/formats/decode-text';
import type { FilesTaken } from '#ui/administration/media-files';
import { type BroughtTag, type HanForms, languages, languageTags } from '#ui/text/languages';
import type { BroughtLanguage } from '#ui/text/strings';
import { catalogueOf, type WordPlace, wordPlaces } from './word-places.ts';

export interface ReadLanguage {
  readonly language: BroughtLanguage;
  /** Of the web pages, by the English ones. */
  readonly pages: Readonly<Record<string, string>>;
  /** How many of the file's texts are said. */
  readonly taken: number;
  readonly refused: FilesTaken['refused'];
}

export type LanguageRead =
  | { readonly ok: true; readonly value: ReadLanguage }
  | { readonly ok: false; readonly expected: string };

export interface LanguageSurroundings {
  /** Every sentence of the web pages. */
  readonly pageWords: ReadonlySet<string>;
  /** Letters of the text that the phone's fonts lack. */
  readonly undrawable: (text: string, language: BroughtLanguage) => readonly string[];
}

export const largestLanguageBytes: number = 524_288;
const mostTexts = 8192;
const mostRefused = 200;
const pagePrefix = 'page:';
/** Marks that turn the text around them, and whatever is no text. */
const forbidden = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069\ufeff]/u;
/** Letters that do not fit into 8 pixels. */
const beyondLatin = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]|[\u1e00-\u1eff]/u;
const tagForm = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;
const nameForm = /^\p{L}[\p{L}\p{M} '’().-]{0,39}$/u;

/** Pauses after each text: a phone that reads a file goes on drawing. */
export function* readLanguageFile(bytes: Uint8Array, surroundings: LanguageSurroundings): Generator<void, LanguageRead> {
  const texts = readTexts(bytes);
  if (texts === undefined) return { ok: false, expected: 'a language file: a JSON object of at most 512 kB with texts in it' };
  const head = headOf(texts);
  if ('expected' in head) return { ok: false, expected: head.expected };
  const tall = [...texts.values()].some((text) => beyondLatin.test(text));
  const language: BroughtLanguage = { ...head, words: {}, tall };
  const places = placesOf(surroundings.pageWords);
  const taken = new Map<string, string>();
  const refused: { name: string; why: string }[] = [];
  for (const [key, text] of texts) {
    yield;
    if (key.startsWith('@')) continue;
    const letters = key.startsWith(pagePrefix) ? () => [] : () => surroundings.undrawable(text, language);
    const why = objectionTo(text, places.get(key), letters);
    if (why === undefined) taken.set(key, text.normalize('NFC'));
    else if (refused.length < mostRefused) refused.push({ name: key.slice(0, 80), why });
  }
  if (taken.size === 0) {
    const [first] = refused;
    return { ok: false, expected: `texts that this phone says${first === undefined ? '' : `; ${first.name}: ${first.why}`}` };
  }
  const pages = [...taken]
    .filter(([key]) => key.startsWith(pagePrefix))
    .map(([key, text]) => [key.slice(pagePrefix.length), text]);
  const words = catalogueOf(new Map([...taken].filter(([key]) => !key.startsWith(pagePrefix))));
  return { ok: true, value: { language: { ...language, words }, pages: Object.fromEntries(pages), taken: taken.size, refused } };
}

function placesOf(pageWords: ReadonlySet<string>): ReadonlyMap<string, WordPlace> {
  const pages = [...pageWords].map((english) => [`${pagePrefix}${english}`, { english, isForm: false }] as const);
  return new Map([...wordPlaces(), ...pages]);
}

/** In the order of the file; undefined for what is something else. */
function readTexts(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  if (bytes.length > largestLanguageBytes) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(decodeText(bytes));
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
  const entries = Object.entries(read);
  const fits = entries.length <= mostTexts && entries.every(([, text]) => typeof text === 'string');
  return fits ? new Map(entries as [string, string][]) : undefined;
}

function headOf(texts: ReadonlyMap<string, string>): Omit<BroughtLanguage, 'words' | 'tall'> | { readonly expected: string } {
  const tag = texts.get('@tag') ?? '';
  const parameter = (texts.get('@name') ?? '').trim();
  const ownName = (texts.get('@ownName') ?? parameter).normalize('NFC').trim();
  const direction = texts.get('@direction') ?? 'ltr';
  if (!tagForm.test(tag) || (languageTags as readonly string[]).includes(tag))
    return { expected: '@tag: the tag (BCP 47) of a language that the phone has not itself, such as lb or de-CH' };
  const own = Object.values(languages).some((each) => each.parameter.toLowerCase() === parameter.toLowerCase());
  if (!nameForm.test(parameter) || own) return { expected: '@name: the name of a language that the phone has not itself' };
  if (!nameForm.test(ownName)) return { expected: '@ownName: what those who speak it call it, 40 letters at most' };
  if (direction !== 'ltr' && direction !== 'rtl') return { expected: '@direction: ltr or rtl' };
  const rules = new Intl.PluralRules(tag);
  return {
    tag: `+${tag}` satisfies BroughtTag,
    parameter,
    ownName,
    rightToLeft: direction === 'rtl',
    han: hanOf(tag),
    rule: (n) => rules.select(n),
  };
}

function hanOf(tag: string): HanForms {
  if (/^(?:zh-(?:TW|HK|MO|Hant)|yue)/.test(tag)) return 'tw';
  return tag.startsWith('ja') ? 'jp' : tag.startsWith('ko') ? 'kr' : 'cn';
}

function gapsOf(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

/** Three times as long as English is as much as any language needs. */
function objectionTo(text: string, place: WordPlace | undefined, undrawable: () => readonly string[]): string | undefined {
  if (place === undefined) return 'this phone does not say it';
  if (text.trim() === '') return 'it says nothing';
  if (forbidden.test(text)) return 'it has characters that are no text';
  const most = 3 * place.english.length + 12;
  if (text.length > most) return `it is longer than ${most} characters`;
  const wanted = gapsOf(place.english);
  if (!hasGaps(gapsOf(text), wanted, place.isForm))
    return `its gaps are not ${wanted.map((gap) => `{${gap}}`).join(' ') || 'none'}`;
  const letters = undrawable();
  return letters.length === 0 ? undefined : `the phone has no letter ${letters.slice(0, 5).join(' ')}`;
}

function hasGaps(gaps: readonly string[], wanted: readonly string[], isForm: boolean): boolean {
  return gaps.join() === wanted.join() || (isForm && gaps.every((gap) => wanted.includes(gap)));
}

// What a language file has to say, how it is completed, and how a sentence with gaps is filled.

import { catalogues, type TranslatedLanguage } from './catalogues/list.ts';
import { en } from './en.ts';
import { smallEnglish } from './en-small.ts';
import { type BroughtTraits, type BuiltInLanguage, type Language, setBroughtTraits } from './languages.ts';
import { type PluralForm, type PluralRule, pluralRules } from './plural-rules.ts';
import { hasRightToLeft, isolated } from './visual-order.ts';

/** A sentence for a number, with a form for each kind of number that the language tells apart (CLDR's names). */
export type Plural = Readonly<Partial<Record<PluralForm, string>>> & { readonly other: string };

/** Forms with the rule that chooses among them: they may be English in a language that lacks them. */
export type CountedForms = Plural & { readonly rule: PluralRule };

type Widened<T, P> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly string[]
      ? readonly string[]
      : T[K] extends { readonly other: string }
        ? P
        : Widened<T[K], P>;
};

/** Soft keys that need a shorter word where keys are narrow. Each language has its own long words. */
type ShortSoftKeys = Readonly<Partial<Record<keyof (typeof en)['softKeys'], string>>>;

type Complete<P> = Omit<Widened<typeof en, P>, 'shortSoftKeys'> & {
  /** For keys that have room for seven letters. */
  readonly narrowSoftKeys: ShortSoftKeys;
  /** For keys that have room for five. */
  readonly shortSoftKeys: ShortSoftKeys;
};

/** Every word that the screens say. */
export type Strings = Complete<CountedForms>;

type Some<T> = { readonly [K in keyof T]?: T[K] extends string | readonly string[] ? T[K] : Some<T[K]> };

/** What a language file holds: every word that English has. */
export type Translation = Omit<Complete<Plural>, 'narrowSoftKeys'> & {
  readonly narrowSoftKeys?: ShortSoftKeys;
  /** Shorter words for screens of 128 pixels. */
  readonly small?: Some<Widened<typeof en, string>>;
};

/** Words under their keys, of any language. */
export interface Catalogue {
  readonly [key: string]: string | readonly string[] | Catalogue;
}

const read = new Map<Language, Catalogue>([['en', en]]);
const ready = new Map<string, Strings>();

/** A language whose words came in a file. */
export interface BroughtLanguage extends BroughtTraits {
  readonly words: Catalogue;
  readonly rule: PluralRule;
}

let broughtRules: ReadonlyMap<Language, PluralRule> = new Map();

/** These and no others are there beside the phone's own. */
export function takeLanguages(languages: readonly BroughtLanguage[]): void {
  for (const tag of broughtRules.keys()) read.delete(tag);
  for (const key of ready.keys()) if (key.startsWith('+')) ready.delete(key);
  for (const { tag, words } of languages) read.set(tag, words);
  broughtRules = new Map(languages.map(({ tag, rule }) => [tag, rule]));
  setBroughtTraits(languages);
}

/** Reads the words of languages, so that `stringsOf` has them. */
export async function readLanguages(...languages: readonly Language[]): Promise<void> {
  const missing = languages.filter((language): language is TranslatedLanguage => language in catalogues && !read.has(language));
  await Promise.all(missing.map(async (language) => read.set(language, await catalogues[language]())));
}

/** English until the language has been read. `small`: for a screen of 128 pixels, where some words are shorter. */
export function stringsOf(language: Language, small = false): Strings {
  const key = `${language} ${small}`;
  const known = ready.get(key);
  if (known !== undefined) return known;
  const own = read.get(language);
  if (own === undefined) return stringsOf('en', small);
  const shorter = (language === 'en' ? smallEnglish : own['small']) as Catalogue | undefined;
  const chosen = small && shorter !== undefined ? overlaid(own, shorter) : own;
  const words = completed(
    chosen,
    small ? overlaid(en, smallEnglish) : en,
    broughtRules.get(language) ?? pluralRules[language as BuiltInLanguage],
  );
  const narrowSoftKeys = own['narrowSoftKeys'] ?? {};
  const strings = { ...words, narrowSoftKeys, shortSoftKeys: shortSoftKeys(own) } as unknown as Strings;
  ready.set(key, strings);
  return strings;
}

/** The words with others in place of some. */
function overlaid(words: Catalogue, others: Catalogue): Catalogue {
  const result: Record<string, Catalogue[string]> = { ...words };
  for (const [key, other] of Object.entries(others)) {
    const below = words[key];
    const branch = typeof other === 'object' && !Array.isArray(other) && typeof below === 'object' && !Array.isArray(below);
    result[key] = branch ? overlaid(below as Catalogue, other as Catalogue) : other;
  }
  return result;
}

function isPlural(tree: Catalogue): boolean {
  return typeof tree['other'] === 'string';
}

/** English short words stand for English long ones only. */
function shortSoftKeys(own: Catalogue): ShortSoftKeys {
  const long = (own['softKeys'] ?? {}) as Catalogue;
  const english = Object.entries(en.shortSoftKeys).filter(([key]) => long[key] === undefined);
  return { ...Object.fromEntries(english), ...(own['shortSoftKeys'] as ShortSoftKeys | undefined) };
}

/** The words of a language, with English ones where it has none. */
function completed(own: Catalogue, english: Catalogue, rule: PluralRule): object {
  return Object.fromEntries(
    Object.entries(english).map(([key, word]) => {
      const translated = own[key];
      if (typeof word === 'string' || Array.isArray(word)) return [key, translated ?? word];
      const branch = word as Catalogue;
      if (!isPlural(branch)) return [key, completed((translated ?? {}) as Catalogue, branch, rule)];
      return [key, translated === undefined ? { ...branch, rule: pluralRules.en } : { ...(translated as Catalogue), rule }];
    }),
  );
}

/** Hebrew words, or one number: they stand right in a Hebrew sentence as they are. */
const plainInRightToLeft = /^(?:[\u0590-\u05ff\s'"]+|\d+)$/;

/**
 * Fills `{name}` gaps. A gap without a value stays as it is. Where one side is read from right to left the value is isolated: a name must
 * not turn over the sentence around it, nor the sentence a number.
 */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  const turns = hasRightToLeft(sentence);
  return sentence.replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    if (value === undefined) return gap;
    const text = String(value);
    return (turns && !plainInRightToLeft.test(text)) || (!turns && hasRightToLeft(text)) ? isolated(text) : text;
  });
}

/** The form for this number, with `{n}` filled. */
export function counted(forms: CountedForms, n: number): string {
  return filled(forms[forms.rule(n)] ?? forms.other, { n });
}

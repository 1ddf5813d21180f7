// What a language file has to say, and how a sentence with gaps is filled.

import { en } from './en.ts';

type Widened<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends readonly string[] ? readonly string[] : Widened<T[K]>;
};

/** Every language has exactly the words that English has. */
export type Strings = Widened<typeof en>;

/** Languages by their BCP 47 tag. */
export type Language = 'en';

const languages: Readonly<Record<Language, Strings>> = { en };

export function stringsOf(language: Language): Strings {
  return languages[language];
}

/** Fills `{name}` gaps. A gap without a value stays as it is. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** `one` for 1, otherwise `many`, with `{n}` filled. Languages with more forms will bring a rule of their own. */
export function counted(forms: { readonly one: string; readonly many: string }, n: number): string {
  return filled(n === 1 ? forms.one : forms.many, { n });
}

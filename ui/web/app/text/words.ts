// The pages' words in the language of the person. English in the code is the key; a file per language is loaded when it is wanted.

import type { ComponentChild } from 'preact';
import type { PageTexts } from '../../../administration/languages.ts';
import { languages } from '../../../text/languages.ts';
import { ask } from '../api.ts';

type Catalogue = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, string | number | undefined>>;

let catalogue: Catalogue = {};
let spoken = 'en';
let changed: () => void = () => undefined;

/** Called when another language is spoken: all that is shown is to be drawn anew. */
export function onSpoken(listener: () => void): void {
  changed = listener;
}

/** `{number}` in the text stands for the value of that name. */
export function t(english: string, values: Values = {}): string {
  const text = catalogue[english] ?? english;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The same where what stands in the gaps is drawn. */
export function rich(english: string, parts: Readonly<Record<string, ComponentChild>>): readonly ComponentChild[] {
  const text = catalogue[english] ?? english;
  return text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 0 ? piece : parts[piece]));
}

/** A table of English words, which `t` says where they are shown. */
export function words<const T extends Readonly<Record<string, string>>>(table: T): T {
  return table;
}

async function list(name: string): Promise<readonly string[]> {
  const response = await fetch(`/words-${name}.json`).catch(() => undefined);
  return response?.ok === true ? ((await response.json()) as readonly string[]) : [];
}

/** Keys and words stand in files of their own, in the same order. */
async function read(tag: string): Promise<Catalogue> {
  const [english, own] = await Promise.all([list('keys'), list(tag)]);
  return Object.fromEntries(english.flatMap((word, index) => (own[index] === undefined ? [] : [[word, own[index]]])));
}

/** `tag`: BCP 47. What the pages do not know they say in English. */
async function speak(tag: string): Promise<void> {
  if (tag === spoken) return;
  spoken = tag;
  const next = tag === 'en' ? {} : await read(tag);
  const rightToLeft = Object.entries(languages).some(([each, traits]) => each === tag && traits.rightToLeft);
  if (tag === spoken) say(tag, rightToLeft, next);
}

function say(tag: string, rightToLeft: boolean, texts: Catalogue): void {
  catalogue = texts;
  document.documentElement.lang = tag;
  document.documentElement.dir = rightToLeft ? 'rtl' : 'ltr';
  changed();
}

/** One that came in a file; English where it is not there. */
async function speakBrought(name: string): Promise<void> {
  if (name === spoken) return;
  spoken = name;
  const answer = await ask<PageTexts>('GET', `/api/languages/${encodeURIComponent(name)}/texts`);
  if (name !== spoken) return;
  if (answer.ok) say(answer.value.tag, answer.value.rightToLeft, answer.value.texts);
  else say('en', false, {});
}

/** The phone's language, as `personal_settings/language` names it. */
export function speakAsPhone(parameter: string): void {
  const tag = Object.entries(languages).find(([each, traits]) => traits.parameter === parameter || each === parameter)?.[0];
  void (tag === undefined ? speakBrought(parameter) : speak(tag));
}

/** Before anybody is logged in: the first of the browser's languages that the phone has. */
export function speakAsBrowser(): void {
  const tags = Object.keys(languages);
  const wanted = navigator.languages.flatMap((each) => tags.find((tag) => each === tag || each.split('-')[0] === tag) ?? []);
  void speak(wanted[0] ?? 'en');
}

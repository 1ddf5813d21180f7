// Which form of a sentence a whole number takes, by language (CLDR plural rules, for numbers without decimals).

import type { BuiltInLanguage } from './languages.ts';

export type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** The form for a whole number of 0 and more. */
export type PluralRule = (n: number) => PluralForm;

const onlyOther: PluralRule = () => 'other';
const oneOrOther: PluralRule = (n) => (n === 1 ? 'one' : 'other');
const zeroCountsAsOne: PluralRule = (n) => (n < 2 ? 'one' : isMillions(n) ? 'many' : 'other');
const oneOrMillions: PluralRule = (n) => (n === 1 ? 'one' : isMillions(n) ? 'many' : 'other');
const czech: PluralRule = (n) => (n === 1 ? 'one' : n >= 2 && n <= 4 ? 'few' : 'other');
const hebrew: PluralRule = (n) => (n === 1 ? 'one' : n === 2 ? 'two' : 'other');

/** French, Italian, Spanish and Portuguese say `un millón de llamadas`. */
function isMillions(n: number): boolean {
  return n !== 0 && n % 1_000_000 === 0;
}

function isFew(n: number): boolean {
  const [last, lastTwo] = [n % 10, n % 100];
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14);
}

const eastSlavic: PluralRule = (n) => {
  if (n % 10 === 1 && n % 100 !== 11) return 'one';
  return isFew(n) ? 'few' : 'many';
};
const polish: PluralRule = (n) => (n === 1 ? 'one' : isFew(n) ? 'few' : 'many');

export const pluralRules: Readonly<Record<BuiltInLanguage, PluralRule>> = {
  en: oneOrOther,
  es: oneOrMillions,
  ru: eastSlavic,
  pt: zeroCountsAsOne,
  de: oneOrOther,
  uk: eastSlavic,
  fr: zeroCountsAsOne,
  it: oneOrMillions,
  he: hebrew,
  pl: polish,
  ko: onlyOther,
  fi: oneOrOther,
  'zh-CN': onlyOther,
  'zh-TW': onlyOther,
  hu: oneOrOther,
  ja: onlyOther,
  sk: czech,
  cs: czech,
};

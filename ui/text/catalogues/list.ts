// Where the words of each language but English are. They are read when the language is chosen: all together take 5 MB of memory.

import type { BuiltInLanguage } from '../languages.ts';
import type { Translation } from '../strings.ts';

/** Languages with words of their own; English is what all others are completed from. */
export type TranslatedLanguage = Exclude<BuiltInLanguage, 'en'>;

export const catalogues: Readonly<Record<TranslatedLanguage, () => Promise<Translation>>> = {
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  it: async () => (await import('./it.ts')).it,
  pt: async () => (await import('./pt.ts')).pt,
  pl: async () => (await import('./pl.ts')).pl,
  cs: async () => (await import('./cs.ts')).cs,
  sk: async () => (await import('./sk.ts')).sk,
  hu: async () => (await import('./hu.ts')).hu,
  fi: async () => (await import('./fi.ts')).fi,
  ru: async () => (await import('./ru.ts')).ru,
  uk: async () => (await import('./uk.ts')).uk,
  he: async () => (await import('./he.ts')).he,
  'zh-CN': async () => (await import('./zh-cn.ts')).zhCn,
  'zh-TW': async () => (await import('./zh-tw.ts')).zhTw,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
};

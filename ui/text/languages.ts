// The languages of the screen: AudioCodes table 3-5, with what each needs of fonts and layout.

/** By their BCP 47 tag. */
export type Language =
  | 'en'
  | 'es'
  | 'ru'
  | 'pt'
  | 'de'
  | 'uk'
  | 'fr'
  | 'it'
  | 'he'
  | 'pl'
  | 'ko'
  | 'fi'
  | 'zh-CN'
  | 'zh-TW'
  | 'hu'
  | 'ja'
  | 'sk'
  | 'cs';

/** How Chinese characters are written: mainland China, Taiwan, Japan and Korea differ in shape and choice. */
export type HanForms = 'cn' | 'tw' | 'jp' | 'kr';

/** What a language needs of the fonts. */
export interface Script {
  /** Whose forms come first for characters that several countries write. */
  readonly han: HanForms;
  /** Letters that cannot be drawn 8 pixels high: small screens then take larger ones and leave less room between lines. */
  readonly tall: boolean;
}

export interface LanguageTraits extends Script {
  /** As `personal_settings/language` calls it. */
  readonly parameter: string;
  /** As those who speak it call it. */
  readonly ownName: string;
  /** Read from right to left: the whole screen is mirrored. */
  readonly rightToLeft: boolean;
}

const european = (parameter: string, ownName: string): LanguageTraits => ({
  parameter,
  ownName,
  rightToLeft: false,
  han: 'cn',
  tall: false,
});
const cyrillic = (parameter: string, ownName: string): LanguageTraits => ({ ...european(parameter, ownName), tall: true });
const eastAsian = (parameter: string, ownName: string, han: HanForms): LanguageTraits => ({
  ...cyrillic(parameter, ownName),
  han,
});

/** In the order of the manual. */
export const languages: Readonly<Record<Language, LanguageTraits>> = {
  en: european('English', 'English'),
  es: european('Spanish', 'Español'),
  ru: cyrillic('Russian', 'Русский'),
  pt: european('Portuguese', 'Português'),
  de: european('German', 'Deutsch'),
  uk: cyrillic('Ukraine', 'Українська'),
  fr: european('French', 'Français'),
  it: european('Italian', 'Italiano'),
  he: { ...cyrillic('Hebrew', 'עברית'), rightToLeft: true },
  pl: european('Polish', 'Polski'),
  ko: eastAsian('Korean', '한국어', 'kr'),
  fi: european('Finnish', 'Suomi'),
  'zh-CN': eastAsian('Chinese', '简体中文', 'cn'),
  'zh-TW': eastAsian('Chinese Traditional', '繁體中文', 'tw'),
  hu: european('Magyar', 'Magyar'),
  ja: eastAsian('Japanese', '日本語', 'jp'),
  sk: european('Slovak', 'Slovenčina'),
  cs: european('Czech', 'Čeština'),
};

export const languageTags: readonly Language[] = Object.keys(languages) as Language[];

/** The language that the parameter names; English for a name of another firmware. */
export function languageOf(parameter: string): Language {
  return languageTags.find((tag) => languages[tag].parameter === parameter) ?? 'en';
}

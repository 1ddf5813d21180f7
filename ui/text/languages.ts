// The languages of the screen: AudioCodes table 3-5, with what each needs of fonts and layout.

/** By their BCP 47 tag. */
export type BuiltInLanguage =
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

/** `+` and its BCP 47 tag: somebody brought the words in a file. */
export type BroughtTag = `+${string}`;

export type Language = BuiltInLanguage | BroughtTag;

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
export const languages: Readonly<Record<BuiltInLanguage, LanguageTraits>> = {
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

export const languageTags: readonly BuiltInLanguage[] = Object.keys(languages) as BuiltInLanguage[];

export interface BroughtTraits extends LanguageTraits {
  readonly tag: BroughtTag;
}

let brought: readonly BroughtTraits[] = [];

export function setBroughtTraits(traits: readonly BroughtTraits[]): void {
  brought = traits;
}

/** Those that a menu offers beside the phone's own. */
export function broughtLanguages(): readonly BroughtTraits[] {
  return brought;
}

/** Those of English where a language has been taken away. */
export function traitsOf(language: Language): LanguageTraits {
  return brought.find(({ tag }) => tag === language) ?? languages[language as BuiltInLanguage] ?? languages.en;
}

/** The language that the parameter names, or whose tag it says as other vendors do; English for one that nobody has brought. */
export function languageOf(parameter: string): Language {
  const own = languageTags.find((tag) => languages[tag].parameter === parameter || tag === parameter);
  return own ?? brought.find((each) => each.parameter.toLowerCase() === parameter.toLowerCase())?.tag ?? 'en';
}

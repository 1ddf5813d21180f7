// Languages that were brought as files, beside those that the phone has itself.

import type { FilesTaken } from './media-files.ts';

export interface BroughtLanguageFile {
  /** BCP 47. */
  readonly tag: string;
  /** As `personal_settings/language` calls it. */
  readonly name: string;
  readonly ownName: string;
  readonly rightToLeft: boolean;
  /** How many of the phone's texts it says; the others are English. */
  readonly texts: number;
  readonly all: number;
}

/** What the web pages need to speak it. */
export interface PageTexts {
  readonly tag: string;
  readonly rightToLeft: boolean;
  /** By the English ones. */
  readonly texts: Readonly<Record<string, string>>;
}

export type LanguageStored =
  | { readonly ok: true; readonly language: BroughtLanguageFile; readonly refused: FilesTaken['refused'] }
  | { readonly ok: false; readonly expected: string };

export interface LanguageFiles {
  readonly languages: readonly BroughtLanguageFile[];
  /** Every text in English: what a translator begins with. */
  template(): Promise<Readonly<Record<string, string>>>;
  /** Of the language by that name; undefined: nobody brought it. */
  pageTexts(name: string): Promise<PageTexts | undefined>;
  /** In the place of a file of the same tag. */
  storeLanguage(bytes: Uint8Array): Promise<LanguageStored>;
  deleteLanguage(tag: string): Promise<boolean>;
}

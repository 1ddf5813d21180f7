// Language files that were brought, in a directory beside the store; each is read anew at the start, by the words of the firmware of the day.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DisplayClass } from '#hal/display/display';
import type { Clock, Log } from '#sip/ports';
import type { BroughtLanguageFile, LanguageFiles, LanguageStored, PageTexts } from '#ui/administration/languages';
import { FontSet } from '#ui/lcd/fonts/font-set';
import { type BroughtLanguage, takeLanguages } from '#ui/text/strings';
import { readSmallFile } from '../rings/ring-library.ts';
import { openFontFiles } from '../system/font-files.ts';
import { inSlices } from '../system/in-slices.ts';
import { pageEnglish } from '../web/page-words.ts';
import { type LanguageRead, largestLanguageBytes, readLanguageFile } from './read-language-file.ts';
import { englishWords } from './word-places.ts';

export interface BroughtLanguagesOptions {
  readonly directory: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly displayClass: DisplayClass;
}

interface Brought {
  readonly file: BroughtLanguageFile;
  readonly language: BroughtLanguage;
}

const mostLanguages = 8;
const fileForm = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\.json$/;

export class BroughtLanguages implements LanguageFiles {
  readonly #options: BroughtLanguagesOptions;
  readonly #listeners = new Set<() => void>();
  #brought: readonly Brought[] = [];

  constructor(options: BroughtLanguagesOptions) {
    this.#options = options;
  }

  get languages(): readonly BroughtLanguageFile[] {
    return this.#brought.map(({ file }) => file);
  }

  /** Words were brought or taken away. Returns the end of it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whatever of the directory is no language file is told in the log and left alone. */
  async load(): Promise<void> {
    const { directory, log } = this.#options;
    const files = (await readdir(directory).catch((): string[] => [])).filter((name) => fileForm.test(name)).sort();
    for (const name of files.slice(0, mostLanguages)) {
      const bytes = await readSmallFile(join(directory, name), largestLanguageBytes).catch(() => new Uint8Array());
      const read = await this.#read(bytes);
      if (!read.ok) log.warn('system', `the language file ${name} was not taken`, { expected: read.expected });
      else if (`${read.value.language.tag.slice(1)}.json` === name) this.#put(await this.#described(read.value));
    }
  }

  async template(): Promise<Readonly<Record<string, string>>> {
    const head = { '@name': '', '@ownName': '', '@tag': '', '@direction': 'ltr' };
    const pages = [...(await pageEnglish())].map((english) => [`page:${english}`, english]);
    return { ...head, ...Object.fromEntries(englishWords()), ...Object.fromEntries(pages) };
  }

  async pageTexts(name: string): Promise<PageTexts | undefined> {
    const found = this.languages.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) return undefined;
    const bytes = await readSmallFile(this.#place(found.tag), largestLanguageBytes).catch(() => new Uint8Array());
    const read = await this.#read(bytes);
    return read.ok ? { tag: found.tag, rightToLeft: found.rightToLeft, texts: read.value.pages } : undefined;
  }

  async storeLanguage(bytes: Uint8Array): Promise<LanguageStored> {
    const read = await this.#read(bytes);
    if (!read.ok) return read;
    const brought = await this.#described(read.value);
    const { tag, name } = brought.file;
    const others = this.languages.filter((each) => each.tag !== tag);
    if (others.length >= mostLanguages) return { ok: false, expected: `at most ${mostLanguages} languages: take one away` };
    if (others.some((each) => each.name.toLowerCase() === name.toLowerCase()))
      return { ok: false, expected: '@name: a name that no other language has' };
    await mkdir(this.#options.directory, { recursive: true });
    const place = this.#place(tag);
    await writeFile(`${place}.new`, bytes);
    await rename(`${place}.new`, place);
    this.#put(brought);
    return { ok: true, language: brought.file, refused: read.value.refused };
  }

  async deleteLanguage(tag: string): Promise<boolean> {
    if (!this.languages.some((each) => each.tag === tag)) return false;
    await rm(this.#place(tag), { force: true });
    this.#set(this.#brought.filter(({ file }) => file.tag !== tag));
    return true;
  }

  #put(brought: Brought): void {
    this.#set([...this.#brought.filter(({ file }) => file.tag !== brought.file.tag), brought]);
  }

  #set(brought: readonly Brought[]): void {
    this.#brought = brought;
    takeLanguages(brought.map(({ language }) => language));
    for (const listener of [...this.#listeners]) listener();
  }

  async #read(bytes: Uint8Array): Promise<LanguageRead> {
    const { clock, displayClass } = this.#options;
    using files = openFontFiles(displayClass);
    const sets = new Map<boolean, FontSet>();
    const reading = readLanguageFile(bytes, {
      pageWords: await pageEnglish(),
      undrawable: (text, { han, tall }) => {
        const set = sets.get(tall) ?? FontSet.load(displayClass, files, { han, tall });
        sets.set(tall, set);
        set.of('body').widthOf(text);
        return [...set.missing.characters].filter((character) => text.includes(character));
      },
    });
    return await inSlices(reading, clock);
  }

  async #described({ language, taken }: Extract<LanguageRead, { ok: true }>['value']): Promise<Brought> {
    const { tag, parameter: name, ownName, rightToLeft } = language;
    const all = englishWords().size + (await pageEnglish()).size;
    return { language, file: { tag: tag.slice(1), name, ownName, rightToLeft, texts: Math.min(taken, all), all } };
  }

  #place(tag: string): string {
    return join(this.#options.directory, `${tag}.json`);
  }
}

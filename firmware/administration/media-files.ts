// Rings that an administrator brings: checked by reading them, kept beside the store under names that lead nowhere else.

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaFiles, RingFile, Stored } from '#ui/administration/media-files';
import type { RingLibrary } from '../rings/ring-library.ts';
import { readSmallFile } from '../rings/ring-library.ts';
import { isFileName, readRawRing } from '../rings/ring-list.ts';
import { largestFileBytes, readWaveFile } from '../rings/wave-file.ts';

export interface PhoneFilesOptions {
  readonly directory: string;
  readonly library: RingLibrary;
  /** Of the phone itself. */
  readonly ownRings: () => readonly string[];
  readonly changed: () => void;
}

const ringName = /^[A-Za-z0-9_][A-Za-z0-9_ -]{0,24}$/;

export class PhoneFiles implements MediaFiles {
  readonly #options: PhoneFilesOptions;

  constructor(options: PhoneFilesOptions) {
    this.#options = options;
  }

  get rings(): readonly RingFile[] {
    const { library, ownRings } = this.#options;
    return [...ownRings().map((name) => ({ name, own: true })), ...library.names.map((name) => ({ name, own: false }))];
  }

  async ringSound(name: string): Promise<Uint8Array | undefined> {
    if (!ringName.test(name)) return undefined;
    return await readSmallFile(this.#place(name), largestFileBytes).catch(() => undefined);
  }

  async storeRing(name: string, bytes: Uint8Array): Promise<Stored> {
    const { directory, library, changed } = this.#options;
    if (!ringName.test(name)) return { ok: false, expected: 'a name of up to 25 letters, digits, blanks and dashes' };
    const read = readWaveFile(bytes);
    if (!read.ok) return { ok: false, expected: `a WAV file, µ-law, A-law or PCM, 8 or 16 kHz, one channel: ${read.reason}` };
    await mkdir(directory, { recursive: true });
    const place = this.#place(name);
    await writeFile(`${place}.new`, bytes);
    await rename(`${place}.new`, place);
    await library.load();
    changed();
    return library.find(name) === undefined ? { ok: false, expected: 'fewer rings: there are too many' } : { ok: true };
  }

  /** A list of the Cisco phones with its recordings: those that are none stay away, and the library tells of them. */
  async storeRingList(list: string, recordings: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void> {
    const { directory, library, changed } = this.#options;
    await mkdir(directory, { recursive: true });
    for (const { name, bytes } of recordings) {
      if (isFileName(name) && readRawRing(bytes).ok) await writeFile(join(directory, name), bytes);
    }
    await writeFile(join(directory, 'RINGLIST.DAT'), list);
    await library.load();
    changed();
  }

  async deleteRing(name: string): Promise<boolean> {
    const { library, changed } = this.#options;
    if (!ringName.test(name) || library.find(name) === undefined) return false;
    await rm(this.#place(name), { force: true });
    await library.load();
    changed();
    return true;
  }

  #place(name: string): string {
    return join(this.#options.directory, `${name}.wav`);
  }
}

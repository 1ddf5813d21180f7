// Rings that an administrator or a server brings: checked by reading them, kept beside the store under names that lead nowhere else.

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchivedFile } from '#config/formats/archive/archive';
import { readRingList, writeRingList } from '#config/formats/cisco/ring-list';
import { writeWave } from '#hal/audio/wave-format';
import type { FilesTaken, MediaFiles, RingFile, Stored } from '#ui/administration/media-files';
import type { RingLibrary } from '../rings/ring-library.ts';
import { isFileName, readRawRing } from '../rings/ring-list.ts';
import { type RingStore, takeRings } from '../rings/take-rings.ts';
import { readWaveFile } from '../rings/wave-file.ts';

export interface PhoneFilesOptions {
  readonly directory: string;
  readonly library: RingLibrary;
  /** Of the phone itself. */
  readonly ownRings: () => readonly string[];
  readonly changed: () => void;
}

const ringName = /^[A-Za-z0-9_][A-Za-z0-9_ -]{0,24}$/;
const listFiles = ['RINGLIST.DAT', 'RINGLIST.XML'] as const;
const expectedName = 'a name of up to 25 letters, digits, blanks and dashes';
const tooMany = 'fewer rings: there are too many';

interface Refused {
  readonly name: string;
  /** Ends the sentence "expected ...". */
  readonly expected: string;
}

export class PhoneFiles implements MediaFiles, RingStore {
  readonly #options: PhoneFilesOptions;

  constructor(options: PhoneFilesOptions) {
    this.#options = options;
  }

  get rings(): readonly RingFile[] {
    const { library, ownRings } = this.#options;
    return [...ownRings().map((name) => ({ name, own: true })), ...library.names.map((name) => ({ name, own: false }))];
  }

  async ringSound(name: string): Promise<Uint8Array | undefined> {
    const found = this.#options.library.find(name);
    return found === undefined ? undefined : writeWave(found.recording.rateHz, found.recording.pcm);
  }

  async storeRing(name: string, bytes: Uint8Array): Promise<Stored> {
    const [refused] = (await this.#keep([{ name, bytes }])).refused;
    return refused === undefined ? { ok: true } : { ok: false, expected: refused.expected };
  }

  storeRings(archive: Uint8Array): Promise<FilesTaken> {
    return takeRings(archive, '', this);
  }

  async keepRings(files: readonly ArchivedFile[]): Promise<FilesTaken> {
    const { taken, refused } = await this.#keep(files);
    return { taken, refused: refused.map(({ name, expected }) => ({ name, why: `expected ${expected}` })) };
  }

  /** Those that are no rings stay away. */
  async #keep(
    files: readonly ArchivedFile[],
  ): Promise<{ readonly taken: readonly string[]; readonly refused: readonly Refused[] }> {
    const refused = files.flatMap(({ name, bytes }) => {
      const expected = objectionTo(name, bytes);
      return expected === undefined ? [] : [{ name, expected }];
    });
    const good = files.filter(({ name }) => !refused.some((each) => each.name === name));
    for (const { name, bytes } of good) await this.#write(`${name}.wav`, bytes);
    const names = good.map(({ name }) => name);
    const missing = await this.#loaded(names);
    // What nobody hears takes no room.
    for (const name of missing) await rm(this.#place(`${name}.wav`), { force: true });
    return {
      taken: names.filter((name) => !missing.includes(name)),
      refused: [...refused, ...missing.map((name) => ({ name, expected: tooMany }))],
    };
  }

  /** A list of the Cisco phones with its recordings. */
  async keepRingList(list: string, recordings: readonly ArchivedFile[]): Promise<FilesTaken> {
    const usable = recordings.filter(({ name, bytes }) => isFileName(name) && readRawRing(bytes).ok);
    for (const { name, bytes } of usable) await this.#write(name, bytes);
    await this.#write('RINGLIST.DAT', Buffer.from(list));
    const names = (readRingList(list) ?? []).map(({ name }) => name);
    const missing = await this.#loaded(names);
    return {
      taken: names.filter((name) => !missing.includes(name)),
      refused: missing.map((name) => ({ name, why: 'expected a recording of a 7960, and not too many rings' })),
    };
  }

  async deleteRing(name: string): Promise<boolean> {
    const { library } = this.#options;
    if (library.find(name) === undefined) return false;
    if (ringName.test(name)) await rm(this.#place(`${name}.wav`), { force: true });
    for (const list of listFiles) await this.#unlist(list, name);
    await this.#loaded([]);
    return library.find(name) === undefined;
  }

  /** Out of a list of the Cisco phones, with its recording where no other ring is the same one. */
  async #unlist(list: string, name: string): Promise<void> {
    const text = await readFile(this.#place(list), 'utf8').catch(() => '');
    const rings = readRingList(text) ?? [];
    const left = rings.filter((ring) => ring.name !== name);
    if (left.length === rings.length) return;
    for (const { file } of rings) {
      if (!left.some((ring) => ring.file === file)) await rm(this.#place(file), { force: true });
    }
    await rm(this.#place(list), { force: true });
    if (left.length > 0) await this.#write('RINGLIST.DAT', Buffer.from(writeRingList(left)));
  }

  /** Which of them are not there. */
  async #loaded(names: readonly string[]): Promise<readonly string[]> {
    const { library, changed } = this.#options;
    await library.load();
    changed();
    return names.filter((name) => library.find(name) === undefined);
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#options.directory, { recursive: true });
    const place = this.#place(file);
    await writeFile(`${place}.new`, bytes);
    await rename(`${place}.new`, place);
  }

  #place(file: string): string {
    return join(this.#options.directory, file);
  }
}

function objectionTo(name: string, bytes: Uint8Array): string | undefined {
  if (!ringName.test(name)) return expectedName;
  const read = readWaveFile(bytes);
  return read.ok ? undefined : `a WAV file, µ-law, A-law or PCM, 8 or 16 kHz, one channel: ${read.reason}`;
}

// Settings to a file and back: our own format out, any vendor's in, and nothing changed before it was shown.

import { fileKeysOf } from '#config/formats/encryption/keys';
import type { Reading } from '#config/formats/format';
import { parameters } from '#config/schema';
import type { Store } from '#config/store';
import type { ParameterChange } from '#ui/administration';
import type { Backup, BackupExtent, RestoreOptions, RestoreRead } from '#ui/administration/backup';
import { inBackground } from '../background/in-background.ts';
import { inSlices } from '../system/in-slices.ts';
import type { PhoneParameters } from './parameters.ts';
import { type PlainSetting, plainSetting } from './written-backup.ts';

export interface PhoneBackupOptions {
  readonly store: Store;
  readonly parameters: PhoneParameters;
  readonly clock: { readonly monotonicMs: number };
  /** Pass phrases of the site. */
  readonly filePhrases: () => readonly string[];
  readonly heading: () => readonly string[];
}

type Planned =
  | { readonly read: Extract<RestoreRead, { ok: false }> }
  | { readonly reading: Reading; readonly changes: readonly ParameterChange[] };

export class PhoneBackup implements Backup {
  readonly #options: PhoneBackupOptions;

  constructor(options: PhoneBackupOptions) {
    this.#options = options;
  }

  async write(extent: BackupExtent, passphrase: string): Promise<Uint8Array> {
    const { clock, heading } = this.#options;
    const settings = await inSlices(this.#settings(), clock);
    return await inBackground('writtenBackup', { settings, extent, heading: heading(), passphrase });
  }

  async plan(file: Uint8Array, options: RestoreOptions): Promise<RestoreRead> {
    const planned = await this.#read(file, options);
    return 'read' in planned ? planned.read : { ok: true, ...(await this.#report(planned.reading, planned.changes)) };
  }

  async restore(file: Uint8Array, options: RestoreOptions, name: string): ReturnType<Backup['restore']> {
    const planned = await this.#read(file, options);
    if ('read' in planned) return planned.read;
    const { reading, changes } = planned;
    const report = await this.#report(reading, changes);
    const result = await this.#options.parameters.change(changes, { name: `${name}, ${reading.format} file`, role: 'admin' });
    if (!result.ok) return { ok: false, problem: 'notStored', text: 'The settings could not be stored; nothing was changed.' };
    return { ok: true, ...report, needsRestart: result.needsRestart };
  }

  async #read(file: Uint8Array, { passphrase, replace }: RestoreOptions): Promise<Planned> {
    const { filePhrases, clock } = this.#options;
    const read = await inBackground('readConfigurationFile', file, { keys: fileKeysOf([passphrase, ...filePhrases()]) });
    if (!read.ok) return { read: { ok: false, problem: read.problem, text: read.text } };
    const changes = read.changes.map(({ path, value }) => ({ path, value: value ?? null }));
    const others = replace ? await inSlices(this.#others(read), clock) : [];
    return { reading: read, changes: [...changes, ...others] };
  }

  *#settings(): Generator<void, readonly PlainSetting[]> {
    // All of one moment.
    const settings = this.#options.store.settings();
    yield;
    const plain: PlainSetting[] = [];
    for (const setting of settings) {
      plain.push(plainSetting(setting));
      yield;
    }
    return plain;
  }

  /** What is set and not named in the file is set no more, secrets excepted. */
  *#others({ changes }: Reading): Generator<void, readonly ParameterChange[]> {
    const named = new Set(changes.map(({ path }) => path));
    const others: ParameterChange[] = [];
    for (const { path, declaration } of parameters()) {
      const isNamed = named.has(path) || declaration.secret === true;
      if (!isNamed && this.#options.store.setting(path)?.source === 'stored') others.push({ path, value: null });
      yield;
    }
    return others;
  }

  async #report({ format, remarks, furtherRemarks }: Reading, changes: readonly ParameterChange[]) {
    const { differences } = await this.#options.parameters.preview(changes, 'admin');
    return { format, differences, remarks, furtherRemarks };
  }
}

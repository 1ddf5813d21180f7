// Settings to a file and back: our own format out, any vendor's in, and nothing changed before it was shown.

import { fileKeysOf } from '#config/formats/encryption/keys';
import type { Reading } from '#config/formats/format';
import type { Store } from '#config/store';
import type { ParameterChange } from '#ui/administration';
import type { Backup, RestoreOptions, RestoreRead } from '#ui/administration/backup';
import { inBackground } from '../background/in-background.ts';
import type { PhoneParameters } from './parameters.ts';
import { plainSetting } from './written-backup.ts';

export interface PhoneBackupOptions {
  readonly store: Store;
  readonly parameters: PhoneParameters;
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

  write(extent: 'full' | 'delta', passphrase: string): Promise<Uint8Array> {
    const { store, heading } = this.#options;
    const settings = store.settings().map(plainSetting);
    return inBackground('writtenBackup', { settings, extent, heading: heading(), passphrase });
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
    const { store, filePhrases } = this.#options;
    const read = await inBackground('readConfigurationFile', file, { keys: fileKeysOf([passphrase, ...filePhrases()]) });
    if (!read.ok) return { read: { ok: false, problem: read.problem, text: read.text } };
    const named = new Set(read.changes.map(({ path }) => path));
    const others = store
      .settings()
      .filter(
        ({ parameter, source }) => source === 'stored' && !named.has(parameter.path) && parameter.declaration.secret !== true,
      )
      .map(({ parameter: { path } }) => ({ path, value: null }));
    const changes = read.changes.map(({ path, value }) => ({ path, value: value ?? null }));
    return { reading: read, changes: replace ? [...changes, ...others] : changes };
  }

  async #report({ format, remarks, furtherRemarks }: Reading, changes: readonly ParameterChange[]) {
    const { differences } = await this.#options.parameters.preview(changes, 'admin');
    return { format, differences, remarks, furtherRemarks };
  }
}

// The store's file at the start: read, sealed, rescued when it is damaged, and read by a copy where nothing can be written.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Log } from './ports.ts';
import { parameters } from './schema.ts';
import type { KeyRing } from './sealing.ts';
import { unreadable } from './store-directory.ts';
import { type Contents, DamagedFile, readContents, resealFile } from './store-file.ts';
import { finishRecovery, type Recovered, recover, salvage } from './store-salvage.ts';

export interface OpenedFile {
  readonly contents: Contents;
  readonly recovered: Recovered | undefined;
}

export interface OpeningOptions {
  readonly path: string;
  readonly writable: boolean;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
}

/** Throws `StoreError` when the disk does not even let it be read. */
export function openFile(options: OpeningOptions): OpenedFile {
  const { path, writable, log } = options;
  try {
    return { contents: read(options), recovered: undefined };
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw unreadable(path, error);
    log.error('config', 'The stored settings are damaged', { reason: error.message });
    return rescued(options, writable);
  }
}

/** A disk that is full, or read-only, has no room for the files that SQLite makes to read a log: a copy is read then. */
function read(options: OpeningOptions): Contents {
  const { path, writable, log } = options;
  if (!writable) return readCopy(path);
  try {
    finishRecovery(path);
    return sealedContents(options);
  } catch (error) {
    if (error instanceof DamagedFile) throw error;
    log.error('config', 'The stored settings can be read by a copy only', { reason: String(error) });
    return readCopy(path);
  }
}

/** Where nothing can be written the phone runs on what was rescued, and tries again at the next start. */
function rescued({ path, clock, log }: OpeningOptions, writable: boolean): OpenedFile {
  const found = salvage(path);
  if (!writable) return { contents: found.contents, recovered: undefined };
  try {
    const recovered = recover(path, found, clock.wall.ms);
    log.error('config', 'The damaged settings were put aside', { ...recovered });
    return { contents: readContents(path), recovered };
  } catch (error) {
    log.error('config', 'The damaged settings cannot be replaced', { reason: String(error) });
    return { contents: found.contents, recovered: undefined };
  }
}

/** SQLite would make files beside it to read a log. */
function readCopy(path: string): Contents {
  const directory = mkdtempSync('/tmp/store-');
  try {
    const copy = join(directory, 'store.sqlite');
    for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    return readContents(copy);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** From now on the secrets of the file are under the present key. */
function sealedContents({ path, ring, log }: OpeningOptions): Contents {
  const contents = readContents(path);
  if (contents.newestRevision === 0 || contents.sealedBy === ring[0].id) return contents;
  try {
    resealFile(path, ring, new Set(secretPaths()));
    return { ...contents, sealedBy: ring[0].id };
  } catch (error) {
    log.error('config', 'Stored secrets could not be sealed', { reason: error instanceof Error ? error.message : String(error) });
    return contents;
  }
}

export function secretPaths(): readonly string[] {
  return parameters().flatMap(({ path, declaration }) => (declaration.secret === true ? [path] : []));
}

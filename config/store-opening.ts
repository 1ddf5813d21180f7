// The store's file at the start: read, sealed, rescued when it is damaged, and read by a copy where nothing can be written.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Log } from './ports.ts';
import { parameters } from './schema.ts';
import type { KeyRing } from './sealing.ts';
import { unreadable } from './store-directory.ts';
import { type Contents, DamagedFile, readContents, resealFile } from './store-file.ts';
import { finishRecovery, type Recovered, recover } from './store-salvage.ts';

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

/** Throws `StoreError` when the disk fails. */
export function openFile(options: OpeningOptions): OpenedFile {
  const { path, writable, clock, log } = options;
  try {
    if (!writable) return { contents: readCopy(path), recovered: undefined };
    finishRecovery(path);
    return { contents: sealedContents(options), recovered: undefined };
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw unreadable(path, error);
    return rescued(path, writable, clock, log, error.message);
  }
}

function rescued(path: string, writable: boolean, clock: Clock, log: Log, reason: string): OpenedFile {
  if (!writable) {
    log.error('config', 'The stored settings are damaged, and nothing can be written to mend them', { reason });
    return { contents: { parameters: [], records: [], newestRevision: 0, sealedBy: undefined }, recovered: undefined };
  }
  try {
    const recovered = recover(path, clock.wall.ms);
    log.error('config', 'The stored settings were damaged', { ...recovered, reason });
    return { contents: readContents(path), recovered };
  } catch (error) {
    throw unreadable(path, error);
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
  } catch (error) {
    log.error('config', 'Stored secrets could not be sealed', { reason: error instanceof Error ? error.message : String(error) });
  }
  return contents;
}

export function secretPaths(): readonly string[] {
  return parameters().flatMap(({ path, declaration }) => (declaration.secret === true ? [path] : []));
}

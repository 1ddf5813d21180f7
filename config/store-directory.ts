// The directory that holds the store: made, checked, and what becomes of a file in it that is damaged.

import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './errors.ts';

/** Whether it may be written. Throws `STORE_DIRECTORY_UNUSABLE`. */
export function prepareDirectory(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.X_OK);
    return mayBeWritten(directory);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      'STORE_DIRECTORY_UNUSABLE',
      `The data directory ${directory} cannot be used (${reason}). Give one that exists and may be written, with --data.`,
      { cause },
    );
  }
}

function mayBeWritten(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export function unreadable(path: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    'STORE_UNREADABLE',
    `The settings in ${path} cannot be read (${reason}). Check the disk and its free space.`,
    { cause },
  );
}

/** A board whose flash is dying would fill it with these otherwise. */
const mostKept = 5;

/** Renames the file with its log and index, which belong to it alone; never over one that was kept before. */
export function keepAside(path: string, atMs: number): string {
  const wanted = `${path}.damaged-${new Date(atMs).toISOString().replaceAll(':', '')}`;
  forgetOldest(path);
  let keptAs = wanted;
  for (let count = 2; existsSync(keptAs); count++) keptAs = `${wanted}-${count}`;
  renameSync(path, keptAs);
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  }
  return keptAs;
}

function forgetOldest(path: string): void {
  const prefix = `${basename(path)}.damaged-`;
  const kept = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && !name.endsWith('-wal') && !name.endsWith('-shm'))
    .map((name) => join(dirname(path), name))
    .sort((a, b) => statSync(b).ctimeMs - statSync(a).ctimeMs);
  for (const old of kept.slice(mostKept - 1)) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(old + suffix, { force: true });
  }
}

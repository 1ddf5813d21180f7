// The store's SQLite file: how it is opened, brought to the present version, and told from a stranger's or a damaged one.

import { closeSync, existsSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';
import { resealAll } from './resealing.ts';
import type { KeyRing } from './sealing.ts';

/** "HkSw": marks the file as ours (SQLite file format §1.3.7). */
const applicationId = 0x486b5377;

/** The file cannot be what we wrote; it is to be kept aside. */
export class DamagedFile extends Error {}

/** Creates it for the owner's eyes alone; SQLite gives its `-wal` and `-shm` the same mode. */
function createFile(path: string): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/**
 * Write-ahead log with `synchronous = FULL`: a commit is one appended, checksummed frame group and one fsync, and after a loss
 * of power at any moment the valid frames are replayed and a torn tail is ignored. A rollback journal gives the same promise
 * for three fsyncs and twice the flash writes, and with FULL may still lose the last commit (SQLite pragma synchronous, EXTRA).
 */
export function openForWriting(path: string, list: readonly Migration[] = migrations): Database.Database {
  createFile(path);
  return opened(path, 'FULL', list);
}

/** Of a file that is there, or that nobody misses: who calls it says when the disk is waited for (`store-session.ts`). */
export function openUnsynced(path: string): Database.Database {
  closeSync(openSync(path, 'a', 0o600));
  return opened(path, 'OFF', migrations);
}

function opened(path: string, synchronous: 'FULL' | 'OFF', list: readonly Migration[]): Database.Database {
  const database = new Database(path, { timeout: 2000 });
  try {
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('journal_mode = WAL');
    // Old values of secrets do not stay behind in free pages.
    database.pragma('secure_delete = ON');
    migrate(database, path, list);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function version(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** A newer version is left alone: migrations only add, so that the older firmware still reads its part. */
function migrate(database: Database.Database, path: string, list: readonly Migration[]): void {
  const from = version(database);
  if (from >= list.length) return;
  if (from > 0) backUp(database, `${path}.version-${from}`);
  database.transaction(() => {
    for (const migration of list.slice(from)) migration(database);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${list.length}`);
  })();
}

/** One whole file, kept for the firmware that wrote it. */
function backUp(database: Database.Database, target: string): void {
  if (existsSync(target)) return;
  closeSync(openSync(target, 'a', 0o600));
  database.prepare('VACUUM INTO ?').run(target);
}

export interface StoredRow {
  readonly path: string;
  readonly json: string;
}

export interface RecordRow {
  readonly collection: string;
  readonly id: number;
  readonly json: string;
}

export interface Contents {
  readonly parameters: readonly StoredRow[];
  readonly records: readonly RecordRow[];
  readonly newestRevision: number;
  /** The key that seals every secret of the file; undefined: some may be plain. */
  readonly sealedBy: string | undefined;
}

const empty: Contents = { parameters: [], records: [], newestRevision: 0, sealedBy: undefined };

/**
 * The file was being made, or its log switched on, when the power went: what was written before is in a rollback journal, which a reader
 * that may not write refuses to touch.
 */
function rollBackHalf(path: string): void {
  const database = new Database(path, { timeout: 2000 });
  try {
    version(database);
  } catch (error) {
    if (!isDamage(error)) throw error;
  } finally {
    database.close();
  }
}

export function isBlank(path: string): boolean {
  return !existsSync(path) || (statSync(path).size === 0 && !existsSync(`${path}-wal`));
}

/** Everything, read once at the start. Throws `DamagedFile`, or SQLite's error when the fault is not the file's. */
export function readContents(path: string, list: readonly Migration[] = migrations): Contents {
  if (existsSync(`${path}-journal`)) rollBackHalf(path);
  if (isBlank(path)) return empty;
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, timeout: 2000 });
    if (version(database) === 0 && tables(database) === 0) return empty;
    if (version(database) < list.length) {
      database.close();
      checkOwner(path);
      database = openForWriting(path, list);
    }
    return readAll(database);
  } catch (error) {
    throw isDamage(error) ? new DamagedFile(String((error as Error).message), { cause: error }) : error;
  } finally {
    database?.close();
  }
}

function tables(database: Database.Database): number {
  return Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
}

/** Before a migration writes into it. */
function checkOwner(path: string): void {
  const database = new Database(path, { readonly: true, timeout: 2000 });
  try {
    requireOurs(database);
  } finally {
    database.close();
  }
}

/** Throws `DamagedFile`. */
export function requireOurs(database: Database.Database): void {
  if (database.pragma('application_id', { simple: true }) !== applicationId)
    throw new DamagedFile('another program wrote this file');
}

function readAll(database: Database.Database): Contents {
  requireOurs(database);
  const verdict = database.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new DamagedFile(String(verdict));
  return {
    parameters: database.prepare<[], StoredRow>('SELECT path, json FROM parameters').all(),
    records: database.prepare<[], RecordRow>('SELECT collection, id, json FROM records ORDER BY collection, id').all(),
    newestRevision: Number(database.prepare('SELECT coalesce(max(revision), 0) FROM revisions').pluck().get()),
    sealedBy: sealedBy(database),
  };
}

function sealedBy(database: Database.Database): string | undefined {
  const found = database.prepare<[], string>("SELECT 1 FROM sqlite_schema WHERE name = 'sealing'").get();
  return found === undefined ? undefined : database.prepare<[], string>('SELECT key_id FROM sealing').pluck().get();
}

/** The file's own secrets, and those in the copies that were kept for older firmware. */
export function resealFile(path: string, ring: KeyRing, secretPaths: ReadonlySet<string>): void {
  const copies = readdirSync(dirname(path)).filter((name) => /\.version-\d+$/.test(name) && name.startsWith(basename(path)));
  // The store itself last: its mark says that all of it is done.
  for (const file of [...copies.map((name) => join(dirname(path), name)), path]) {
    const database = new Database(file, { timeout: 2000 });
    try {
      database.pragma('secure_delete = ON');
      resealAll(database, ring, secretPaths);
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  }
}

/** `SQLITE_ERROR` here is a table or column that is missing: the queries themselves are constant. */
const damageCodes = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_ERROR', 'SQLITE_SCHEMA', 'SQLITE_FORMAT']);

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedFile) return true;
  if (!(error instanceof Database.SqliteError)) return false;
  return damageCodes.has(error.code) || error.code.startsWith('SQLITE_CORRUPT_');
}

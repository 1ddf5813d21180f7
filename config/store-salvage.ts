// What can be had back when the store's file is damaged: each table that is still whole, the others from the last snapshot, in a new file.

import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { keepAside } from './store-directory.ts';
import { type Contents, openForWriting, type RecordRow, readContents, requireOurs, type StoredRow } from './store-file.ts';

export interface Recovered {
  /** Where the damaged file is. */
  readonly keptAs: string;
  /** Where the settings come from now: the damaged file itself, the last snapshot, or nowhere. */
  readonly from: 'itself' | 'snapshot' | 'defaults';
}

export function snapshotOf(path: string): string {
  return `${path}.snapshot`;
}

function rescuedOf(path: string): string {
  return `${path}.rescued`;
}

/** Ends what a loss of power interrupted. */
export function finishRecovery(path: string): void {
  const rescued = rescuedOf(path);
  if (!existsSync(rescued)) return;
  if (existsSync(path)) removeDatabase(rescued);
  else renameSync(rescued, path);
}

interface Salvaged {
  readonly contents: Contents;
  readonly from: Recovered['from'];
}

/** Never throws: what is not to be had is left out. */
export function salvage(path: string): Salvaged {
  const parameters = rescue<StoredRow>(path, 'parameters', 'SELECT path, json FROM parameters');
  const records = rescue<RecordRow>(path, 'records', 'SELECT collection, id, json FROM records ORDER BY collection, id');
  const snapshot = parameters === undefined || records === undefined ? readSnapshot(snapshotOf(path)) : undefined;
  const contents = {
    parameters: parameters ?? snapshot?.parameters ?? [],
    records: records ?? snapshot?.records ?? [],
    newestRevision: 0,
    sealedBy: undefined,
  };
  if (parameters !== undefined) return { contents, from: 'itself' };
  return { contents, from: snapshot === undefined ? 'defaults' : 'snapshot' };
}

/** The damaged file goes aside only when the new one is whole, so that the power may go at any moment. Throws what the disk says. */
export function recover(path: string, { contents, from }: Salvaged, atMs: number): Recovered {
  build(rescuedOf(path), contents, atMs);
  const keptAs = keepAside(path, atMs);
  renameSync(rescuedOf(path), path);
  return { keptAs, from };
}

function readSnapshot(path: string): Contents | undefined {
  try {
    return existsSync(path) ? readContents(path) : undefined;
  } catch {
    return undefined;
  }
}

/** All rows of a table whose every page is sound; undefined where one is not. */
function rescue<Row>(path: string, table: string, query: string): readonly Row[] | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, timeout: 2000 });
    requireOurs(database);
    if (database.pragma(`quick_check(${table})`, { simple: true }) !== 'ok') return undefined;
    return database.prepare<[], Row>(query).all();
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

function build(path: string, { parameters, records }: Contents, atMs: number): void {
  removeDatabase(path);
  closeSync(openSync(path, 'wx', 0o600));
  const database = openForWriting(path);
  try {
    database
      .transaction(() => {
        const revision = database.prepare('INSERT INTO revisions (at_ms, time_trusted, origin, reason) VALUES (?, 0, ?, ?)');
        const { lastInsertRowid } = revision.run(Math.round(atMs), 'recovery', 'the stored settings were damaged');
        const put = database.prepare('INSERT INTO parameters (path, json) VALUES (?, ?)');
        const note = database.prepare('INSERT INTO revision_changes (revision, path, before, after) VALUES (?, ?, NULL, ?)');
        for (const row of parameters) {
          put.run(row.path, row.json);
          note.run(lastInsertRowid, row.path, row.json);
        }
        const keep = database.prepare('INSERT INTO records (collection, id, json) VALUES (?, ?, ?)');
        for (const { collection, id, json } of records) keep.run(collection, id, json);
      })
      .immediate();
  } finally {
    // The log is emptied into the file, which is then one file that can be renamed.
    database.close();
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

// A whole copy of the store's file, for the day when the file itself is damaged: made when the writer goes to rest, and seldom enough for flash.

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { snapshotOf } from './store-salvage.ts';

/** A person's volumes and rings are worth a copy now and then; what an administrator or a server sets, at once. */
const mostRevisionsBehind = 10;
const mostRecordsBehind = 20;

interface Mark {
  readonly revision: number;
  readonly records: number;
}

const markQuery = `SELECT (SELECT coalesce(max(revision), 0) FROM revisions) AS revision,
  (SELECT coalesce(sum(newest), 0) FROM (SELECT max(id) AS newest FROM records GROUP BY collection)) AS records`;

/** Never throws: a disk without room for it has settings all the same. */
export function keepSnapshot(database: Database.Database, path: string): void {
  const target = snapshotOf(path);
  const beside = `${target}.new`;
  try {
    if (!isDue(database, target)) return;
    forget(beside);
    closeSync(openSync(beside, 'wx', 0o600));
    database.prepare('VACUUM INTO ?').run(beside);
    const file = openSync(beside, 'r');
    fsyncSync(file);
    closeSync(file);
    renameSync(beside, target);
  } catch {
    forget(beside);
  }
}

/** A journal that is left beside another file of that name would be played into it. */
function forget(path: string): void {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
}

function isDue(database: Database.Database, target: string): boolean {
  const now = markOf(database);
  const before = existsSync(target) ? markOfFile(target) : undefined;
  if (before === undefined || before.revision > now.revision) return true;
  if (now.revision - before.revision >= mostRevisionsBehind || now.records - before.records >= mostRecordsBehind) return true;
  const weighty = database
    .prepare("SELECT 1 FROM revisions WHERE revision > ? AND origin <> 'user' LIMIT 1")
    .get(before.revision);
  return weighty !== undefined;
}

function markOf(database: Database.Database): Mark {
  return database.prepare<[], Mark>(markQuery).get() ?? { revision: 0, records: 0 };
}

/** Undefined when it cannot be read: then it is no good. */
function markOfFile(path: string): Mark | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true });
    return markOf(database);
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

// A whole copy of the store's file, for the day when the file itself is damaged: made when the writer goes to rest, and seldom enough for flash.

import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
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

const pieceBytes = 65_536;
/** 2 here says that there may be a log, of which a copy has none (SQLite file format §1.3.3). */
const logMarks = [18, 19];

/**
 * Of a file whose log is empty, while nobody writes to it. Never rejects: a disk without room for it has settings all the same. `file` stays
 * open: to close one on the same file drops SQLite's locks.
 */
export async function keepSnapshot(database: Database.Database, file: FileHandle, path: string): Promise<void> {
  const target = snapshotOf(path);
  const beside = `${target}.new`;
  try {
    if (!isDue(database, target)) return;
    await copy(file, beside);
    await rename(beside, target);
  } catch {
    await rm(beside, { force: true }).catch(() => {});
  }
}

async function copy(from: FileHandle, target: string): Promise<void> {
  // A journal that is left beside another file of that name would be played into it.
  for (const suffix of ['', '-journal']) await rm(target + suffix, { force: true });
  await using to = await open(target, 'wx', 0o600);
  const piece = Buffer.alloc(pieceBytes);
  for (let at = 0; ; ) {
    const { bytesRead } = await from.read(piece, 0, pieceBytes, at);
    if (bytesRead === 0) break;
    if (at === 0) for (const mark of logMarks) piece.writeUInt8(1, mark);
    await to.write(piece, 0, bytesRead, at);
    at += bytesRead;
  }
  await to.datasync();
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

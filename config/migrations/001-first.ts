// Version 1: parameters, their history, and collections of records.

import type { Database } from 'better-sqlite3';

export function first(database: Database): void {
  database.exec(`
    CREATE TABLE parameters (path TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE revisions (
      revision INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, time_trusted INTEGER NOT NULL, origin TEXT NOT NULL
    );
    CREATE TABLE revision_changes (
      revision INTEGER NOT NULL, path TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (revision, path)
    ) WITHOUT ROWID;
    CREATE TABLE records (
      collection TEXT NOT NULL, id INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (collection, id)
    ) WITHOUT ROWID;
  `);
}

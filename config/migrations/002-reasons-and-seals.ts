// Version 2: why a change was made, and which key seals the secrets.

import type { Database } from 'better-sqlite3';

export function reasonsAndSeals(database: Database): void {
  database.exec(`
    ALTER TABLE revisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
    CREATE TABLE sealing (only INTEGER PRIMARY KEY CHECK (only = 1), key_id TEXT NOT NULL);
  `);
}

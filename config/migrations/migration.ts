// The form of a migration: numbered by its place in the list, additive, so that the firmware in the other slot still reads
// what the newer one wrote.

import type { Database } from 'better-sqlite3';

/** Runs inside a transaction. May add tables, columns and rows; may not drop or rename what an older firmware reads. */
export type Migration = (database: Database) => void;

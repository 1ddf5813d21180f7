// Brings every secret of a store's file, those of its history included, under the present key: after an upgrade from a store that held
// them plain, and when the key is changed.

import type { Database } from 'better-sqlite3';
import { type KeyRing, seal, sealedBy, unseal } from './sealing.ts';

interface Row {
  readonly path: string;
  readonly json: string | null;
}

const places = [
  { table: 'parameters', column: 'json', keys: ['path'] },
  { table: 'revision_changes', column: 'before', keys: ['revision', 'path'] },
  { table: 'revision_changes', column: 'after', keys: ['revision', 'path'] },
] as const;

/** One transaction; who calls it empties the log afterwards, so that nothing plain is left in it. What cannot be opened stays as it is. */
export function resealAll(database: Database, ring: KeyRing, secretPaths: ReadonlySet<string>): void {
  database
    .transaction(() => {
      for (const place of places) resealColumn(database, place, ring, secretPaths);
      if (hasTable(database, 'sealing')) {
        database.prepare('INSERT OR REPLACE INTO sealing (only, key_id) VALUES (1, ?)').run(ring[0].id);
      }
    })
    .immediate();
}

function hasTable(database: Database, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function resealColumn(database: Database, place: (typeof places)[number], ring: KeyRing, secretPaths: ReadonlySet<string>): void {
  const { table, column, keys } = place;
  const rows = database
    .prepare<[], Row & Readonly<Record<string, unknown>>>(`SELECT ${keys.join(', ')}, ${column} AS json FROM ${table}`)
    .all();
  const update = database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`);
  for (const row of rows) {
    if (row.json === null || !secretPaths.has(row.path)) continue;
    const sealedNow = resealed(ring, row.path, row.json);
    if (sealedNow !== row.json) update.run(sealedNow, ...keys.map((key) => row[key]));
  }
}

function resealed(ring: KeyRing, path: string, json: string): string {
  const by = sealedBy(json);
  if (by === ring[0].id) return json;
  const plain = by === undefined ? json : unseal(ring, path, json);
  return plain === undefined ? json : seal(ring[0], path, plain);
}

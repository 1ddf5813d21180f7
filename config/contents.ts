// Between the values in memory and their stored form: checking what is to be written, reading what was.

import type { RecordData, StoredRecord } from './collection.ts';
import type { Log } from './ports.ts';
import { findParameter, type StoredValue } from './schema.ts';
import { Secret } from './secrets.ts';
import type { Contents } from './store-file.ts';
import type { StoredChange } from './store-messages.ts';
import { readValue } from './value.ts';
import type { Vault } from './vault.ts';

/** `value`: of the parameter's type, or its text form; undefined sets it back to what it is without. */
export interface Change {
  readonly path: string;
  readonly value: unknown;
}

/** What was wrong, where, and what to do about it. The value of a secret is not repeated. */
export interface ChangeError {
  readonly path: string;
  readonly value: string;
  readonly expected: string;
}

/** `value` undefined: not set. */
export interface DecodedChange {
  readonly path: string;
  readonly value: StoredValue | undefined;
}

/** To what is stored, or what was wrong. */
export function check({ path, value }: Change): StoredChange | ChangeError {
  const parameter = findParameter(path);
  if (parameter === undefined) return { path, value: '', expected: 'the path of a parameter; see `show config` for all of them' };
  if (value === undefined) return { path, json: null };
  const plain = value instanceof Secret ? value.reveal() : value;
  const read = readValue(parameter.declaration, plain);
  if (read.ok) return { path, json: JSON.stringify(read.value) };
  return { path, value: parameter.declaration.secret === true ? '***' : String(plain).slice(0, 80), expected: read.expected };
}

/**
 * Undefined for a parameter that this firmware does not know: a newer one's, left as it is. A value that it cannot use (out of
 * the range that holds now) counts as not set.
 */
export function decode({ path, json }: StoredChange): DecodedChange | undefined {
  const parameter = findParameter(path);
  if (parameter === undefined) return undefined;
  const read = json === null ? undefined : readValue(parameter.declaration, parse(json));
  return { path, value: read?.ok === true ? read.value : undefined };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What the file holds that this firmware can use. */
export function usable(contents: Contents, vault: Vault, log: Log): readonly DecodedChange[] {
  return contents.parameters.flatMap((row) => {
    if (vault.isLost(row)) return [];
    const decoded = decode(vault.open(row));
    if (decoded?.value !== undefined) return [decoded];
    log.warn('config', 'A stored setting is unknown or out of range and is passed over', { path: row.path });
    return [];
  });
}

export function recordsOf(contents: Contents, log: Log): ReadonlyMap<string, readonly StoredRecord[]> {
  const records = new Map<string, StoredRecord[]>();
  for (const { collection, id, json } of contents.records) {
    const data = parse(json);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      log.warn('config', 'A stored record cannot be read and is passed over', { collection, id });
      continue;
    }
    const list = records.get(collection) ?? [];
    list.push({ id, data: data as RecordData });
    records.set(collection, list);
  }
  return records;
}

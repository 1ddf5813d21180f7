// What the tests of all formats ask of a reading.

import assert from 'node:assert/strict';
import type { ReadOptions, ReadResult } from '#config/formats/format';
import { readConfigurationFile } from '#config/formats/read-file';
import { findParameter, type StoredValue } from '#config/schema';

export type Read = Extract<ReadResult, { readonly ok: true }>;

export function read(content: string | Uint8Array, options?: ReadOptions): Read {
  const result = readConfigurationFile(typeof content === 'string' ? Buffer.from(content) : content, options);
  assert.ok(result.ok, result.ok ? '' : `${result.problem}: ${result.text}`);
  return result;
}

export function problemOf(content: string | Uint8Array, options?: ReadOptions): string {
  const result = readConfigurationFile(typeof content === 'string' ? Buffer.from(content) : content, options);
  return result.ok ? 'ok' : result.problem;
}

export function valuesOf({ changes }: Read): Readonly<Record<string, StoredValue | undefined>> {
  return Object.fromEntries(changes.map(({ path, value }) => [path, value]));
}

/** `line reason`, without what is merely not built yet. */
export function reasonsOf({ remarks }: Read): readonly string[] {
  return remarks.filter(({ reason }) => reason !== 'noEffectYet').map(({ line, reason }) => `${line} ${reason}`);
}

/** What holds after the changes on a phone that was untouched; undefined for what the file does not set. */
export function outcomeOf({ changes }: Read): Readonly<Record<string, StoredValue | undefined>> {
  return Object.fromEntries(changes.map(({ path, value }) => [path, value ?? findParameter(path)?.default]));
}

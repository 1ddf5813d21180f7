// The defaults of a branding package: `defaults.cfg` in its directory, a file like any that configures a phone. Pictures and rings that it
// names without a path lie beside it.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findParameter, type StoredValue } from '#config/schema';
import type { Log } from './log.ts';

const fileName = 'defaults.cfg';

/** What of it cannot be taken is told to the log and left out. A password that is the same on every phone is none (CWE-1392). */
export async function brandedDefaults(directory: string | undefined, log: Log): Promise<ReadonlyMap<string, StoredValue>> {
  if (directory === undefined) return new Map();
  const path = join(directory, fileName);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    log.error('config', 'The defaults of the branding package cannot be read', { path, reason: String(error) });
    return new Map();
  }
  const { readConfigurationFile } = await import('#config/formats/read-file');
  const read = readConfigurationFile(bytes);
  if (!read.ok) {
    log.error('config', 'The defaults of the branding package make no sense', { path, reason: read.text });
    return new Map();
  }
  for (const { line, name, text } of read.remarks) log.warn('config', 'A branded default is left out', { line, name, text });
  const defaults = new Map<string, StoredValue>();
  for (const { path: parameter, value } of read.changes) {
    if (value === undefined) continue;
    if (findParameter(parameter)?.declaration.secret === true) {
      log.warn('config', 'A branded default is left out: no two phones may share a password', { parameter });
    } else defaults.set(parameter, beside(directory, parameter, value));
  }
  return defaults;
}

/** Where the file is that such a parameter names. */
function beside(directory: string, parameter: string, value: StoredValue): StoredValue {
  const isName = /_(?:url|uri)$/.test(parameter) && typeof value === 'string' && /^[^/:]+$/.test(value);
  return isName && existsSync(join(directory, value)) ? resolve(directory, value) : value;
}

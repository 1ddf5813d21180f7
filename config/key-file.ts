// The device's keys in a file of their own beside the store, for its owner's eyes alone: what holds where no TPM does.

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type KeyRing, keyBytes, type SealingKey, sealingKey } from './sealing.ts';

export const keyFileName = 'device-key';

export interface FoundKeys {
  readonly ring: KeyRing;
  /** There was none before, so that whatever is sealed already stays so. */
  readonly fresh: boolean;
  /** Why the keys will not outlive this start. */
  readonly notKept: string | undefined;
}

/** Never fails: a phone whose key cannot be read or kept still makes calls. */
export function readOrMakeKeys(path: string): FoundKeys {
  const found = readKeys(path);
  if (found !== undefined) return { ring: found, fresh: false, notKept: undefined };
  const ring: KeyRing = [newKey()];
  try {
    // One that cannot be understood may yet be of use to who mends it.
    if (exists(path)) renameSync(path, `${path}.damaged`);
    writeKeys(path, ring);
    return { ring, fresh: true, notKept: undefined };
  } catch (error) {
    return { ring, fresh: true, notKept: error instanceof Error ? error.message : String(error) };
  }
}

export function newKey(): SealingKey {
  return sealingKey(randomBytes(keyBytes));
}

/** One key a line, the present one first. */
export function writeKeys(path: string, ring: KeyRing): void {
  writeAside(path, ring.map(({ bytes }) => `${Buffer.from(bytes).toString('base64')}\n`).join(''));
}

/** Whole or not at all: written beside, then renamed. For the owner's eyes alone. */
export function writeAside(path: string, text: string): void {
  const beside = `${path}.new`;
  rmSync(beside, { force: true });
  const file = openSync(beside, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Undefined when there are none, or what is there is none. */
export function readKeys(path: string): KeyRing | undefined {
  try {
    return parseKeys(readFileSync(path, 'latin1'));
  } catch {
    return undefined;
  }
}

/** As `writeKeys` writes them. Undefined when there are none, or what is there is none. */
export function parseKeys(text: string): KeyRing | undefined {
  try {
    const [first, ...others] = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => sealingKey(Buffer.from(line, 'base64')));
    return first === undefined ? undefined : [first, ...others];
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

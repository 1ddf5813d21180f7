// Single encrypted values, which files write in braces and quotation marks: `{"hs1.…"}` of ours, `{"0qrNRpSJ6aE="}` of AudioCodes.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FileKeys } from '../format.ts';
import { keyOfPhrase } from './keys.ts';
import { openTripleDes } from './triple-des.ts';

const mark = 'hs1.';
const nonceBytes = 12;
const tagBytes = 16;

function valueKey(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'hookswitch value', 32));
}

/** What stands between the quotation marks. `key`: 32 bytes. */
export function sealValue(value: string, key: Uint8Array): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', valueKey(key), nonce);
  return mark + Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Pass phrases are slow to turn into keys, and a file may have many values. */
const keysOfPhrases = new WeakMap<FileKeys, readonly Uint8Array[]>();

function phraseKeys(keys: FileKeys): readonly Uint8Array[] {
  const found = keysOfPhrases.get(keys) ?? (keys.phrases ?? []).map(keyOfPhrase);
  keysOfPhrases.set(keys, found);
  return found;
}

/** Undefined when no key opens it. */
export function openValue(sealed: string, keys: FileKeys): string | undefined {
  if (!sealed.startsWith(mark)) return openOld(sealed, keys.tripleDes ?? []);
  const bytes = Buffer.from(sealed.slice(mark.length), 'base64url');
  return openByOne(bytes, keys.own ?? []) ?? openByOne(bytes, phraseKeys(keys));
}

function openByOne(bytes: Uint8Array, keys: readonly Uint8Array[]): string | undefined {
  for (const key of keys) {
    const value = openOwn(bytes, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function openOwn(bytes: Uint8Array, key: Uint8Array): string | undefined {
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv('aes-256-gcm', valueKey(key), bytes.subarray(0, nonceBytes), options);
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

function openOld(sealed: string, keys: readonly Uint8Array[]): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(sealed)) return undefined;
  const opened = openTripleDes(Buffer.from(sealed, 'base64'), keys);
  return opened === undefined ? undefined : Buffer.from(opened).toString('utf8');
}

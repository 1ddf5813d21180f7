// Keys as people write them into a parameter, a file or the environment: 64 hexadecimal digits or base64 for 32 bytes, `3des:` and 48
// digits for what an AudioCodes tool encrypted, and whatever else is a pass phrase.

import { scryptSync } from 'node:crypto';
import type { FileKeys } from '../format.ts';

const keyBytes = 32;
const tripleDesBytes = 24;

/** Undefined for a pass phrase. */
export function parseFileKey(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === keyBytes ? bytes : undefined;
}

/** Of 24 bytes, or 16 that are used as the first and third again. */
function parseTripleDesKey(text: string): Uint8Array | undefined {
  const [, digits] = /^\s*3des:([0-9a-fA-F]{32}|[0-9a-fA-F]{48})\s*$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Buffer.from(digits, 'hex');
  return bytes.length === tripleDesBytes ? bytes : Buffer.concat([bytes, bytes.subarray(0, 8)]);
}

/** What opens the files of a site. A key is tried as a pass phrase too: rules of the SPA may have one that looks so. */
export function fileKeysOf(texts: readonly string[]): FileKeys {
  const given = texts.filter((text) => text.trim() !== '');
  return {
    own: given.flatMap((text) => parseFileKey(text) ?? []),
    tripleDes: given.flatMap((text) => parseTripleDesKey(text) ?? []),
    phrases: given.filter((text) => parseTripleDesKey(text) === undefined),
  };
}

/** The key that a pass phrase stands for where there is no room for a salt: single values. A key of its own is harder to guess. */
export function keyOfPhrase(phrase: string): Uint8Array {
  return scryptSync(phrase, 'hookswitch single values', keyBytes, { N: 16_384, r: 8, p: 1 });
}

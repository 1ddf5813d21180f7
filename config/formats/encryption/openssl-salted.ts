// Profiles as `openssl enc -aes-256-cbc -k phrase` makes them: "Salted__", 8 bytes of salt, AES-256-CBC. Key and first block come from
// the phrase by MD5 (the SPA's own time, EVP_BytesToKey), by SHA-256 (openssl since 1.1), or by PBKDF2 (`-pbkdf2`).

import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';

const magic = Buffer.from('Salted__');
const saltBytes = 8;
const blockBytes = 16;
const keyBytes = 32;
const pbkdf2Rounds = 10_000;

export type Derivation = 'md5' | 'sha256' | 'pbkdf2';

export function isSalted(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && Buffer.compare(bytes.subarray(0, magic.length), magic) === 0;
}

function derive(phrase: string, salt: Uint8Array, by: Derivation): Buffer {
  const needed = keyBytes + blockBytes;
  if (by === 'pbkdf2') return pbkdf2Sync(phrase, salt, pbkdf2Rounds, needed, 'sha256');
  let derived = Buffer.alloc(0);
  let previous = Buffer.alloc(0);
  while (derived.length < needed) {
    previous = createHash(by).update(previous).update(phrase, 'utf8').update(salt).digest();
    derived = Buffer.concat([derived, previous]);
  }
  return derived.subarray(0, needed);
}

export function encryptSalted(content: Uint8Array, phrase: string, by: Derivation): Uint8Array {
  const salt = randomBytes(saltBytes);
  const derived = derive(phrase, salt, by);
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, keyBytes), derived.subarray(keyBytes));
  return Buffer.concat([magic, salt, cipher.update(content), cipher.final()]);
}

/** One candidate for each derivation whose padding fits; nothing but the look of the content tells which is right. */
export function* decryptSalted(bytes: Uint8Array, phrase: string): Generator<Uint8Array> {
  const content = bytes.subarray(magic.length + saltBytes);
  if (!isSalted(bytes) || content.length === 0 || content.length % blockBytes !== 0) return;
  const salt = bytes.subarray(magic.length, magic.length + saltBytes);
  for (const by of ['md5', 'sha256', 'pbkdf2'] as const) {
    const derived = derive(phrase, salt, by);
    const decipher = createDecipheriv('aes-256-cbc', derived.subarray(0, keyBytes), derived.subarray(keyBytes));
    try {
      yield Buffer.concat([decipher.update(content), decipher.final()]);
    } catch {
      // Another derivation, or another phrase.
    }
  }
}

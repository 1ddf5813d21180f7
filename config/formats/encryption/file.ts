// Encrypted files of our own: AES-256-GCM under a key of 32 bytes or a pass phrase. The header is authenticated with the rest.
//
//   bytes  0-7   "HSWITCH" and the version, 1
//   byte   8     where the key comes from: 0 a key (HKDF-SHA-256), 1 a pass phrase (scrypt, N 16384, r 8, p 1)
//   bytes  9-24  salt for that
//   bytes 25-36  nonce
//   then the encrypted file, and at the end 16 bytes that prove it

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto';

const magic = Buffer.from([0x48, 0x53, 0x57, 0x49, 0x54, 0x43, 0x48, 1]);
const saltAt = magic.length + 1;
const saltBytes = 16;
const nonceAt = saltAt + saltBytes;
const nonceBytes = 12;
const headerBytes = nonceAt + nonceBytes;
const tagBytes = 16;
const fileKeyBytes = 32;

/** 32 bytes, or a pass phrase. */
export type FileKey = Uint8Array | string;

export function isEncryptedFile(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && Buffer.compare(bytes.subarray(0, magic.length), magic) === 0;
}

function derive(key: FileKey, salt: Uint8Array): Uint8Array {
  if (typeof key === 'string') return scryptSync(key, salt, fileKeyBytes, { N: 16_384, r: 8, p: 1 });
  return new Uint8Array(hkdfSync('sha256', key, salt, 'hookswitch file', fileKeyBytes));
}

export function encryptFile(content: Uint8Array, key: FileKey): Uint8Array {
  const header = Buffer.concat([magic, Buffer.from([typeof key === 'string' ? 1 : 0]), randomBytes(saltBytes + nonceBytes)]);
  const fileKey = derive(key, header.subarray(saltAt, nonceAt));
  const cipher = createCipheriv('aes-256-gcm', fileKey, header.subarray(nonceAt)).setAAD(header);
  return Buffer.concat([header, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when the key is another one, or a bit of the file is wrong. */
export function decryptFile(bytes: Uint8Array, key: FileKey): Uint8Array | undefined {
  if (!isEncryptedFile(bytes) || bytes.length < headerBytes + tagBytes) return undefined;
  if (bytes[magic.length] !== (typeof key === 'string' ? 1 : 0)) return undefined;
  const header = bytes.subarray(0, headerBytes);
  const fileKey = derive(key, header.subarray(saltAt, nonceAt));
  const decipher = createDecipheriv('aes-256-gcm', fileKey, header.subarray(nonceAt), { authTagLength: tagBytes });
  decipher.setAAD(header).setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(headerBytes, bytes.length - tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

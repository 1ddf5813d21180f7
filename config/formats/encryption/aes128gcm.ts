// The content coding aes128gcm (RFC 8188), in which the later SPA phones (MPP) take profiles. It has no mark of its own: the server says
// `Content-Encoding: aes128gcm`, or a key that fits proves it.

import { createDecipheriv, hkdfSync } from 'node:crypto';

const saltBytes = 16;
const headerBytes = saltBytes + 5;
const keyBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** A record holds at least one byte, the delimiter and the tag (§2). */
const leastRecordBytes = 18;

/** Key material as files of these phones write it: base64url. */
export function parseKeyMaterial(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  return /^[A-Za-z0-9_-]{22,86}={0,2}$/.test(trimmed) ? Buffer.from(trimmed, 'base64url') : undefined;
}

/** Undefined when the key is another one, or a record was changed, is missing or out of place. */
export function decryptAes128gcm(bytes: Uint8Array, keyMaterial: Uint8Array): Uint8Array | undefined {
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const recordBytes = view.getUint32(saltBytes);
  const start = headerBytes + (bytes[headerBytes - 1] ?? 0);
  if (recordBytes < leastRecordBytes || start >= bytes.length) return undefined;
  const salt = bytes.subarray(0, saltBytes);
  const key = new Uint8Array(hkdfSync('sha256', keyMaterial, salt, 'Content-Encoding: aes128gcm\0', keyBytes));
  const nonce = new Uint8Array(hkdfSync('sha256', keyMaterial, salt, 'Content-Encoding: nonce\0', nonceBytes));
  const parts: Uint8Array[] = [];
  for (let at = start, number = 0; at < bytes.length; at += recordBytes, number++) {
    const record = bytes.subarray(at, at + recordBytes);
    const part = openRecord(record, key, nonceOf(nonce, number), at + recordBytes >= bytes.length);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The record's number in the last bytes (§2.3); a file has fewer than 2³² of them. */
function nonceOf(base: Uint8Array, number: number): Uint8Array {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(nonceBytes - 4) ^ number) >>> 0, nonceBytes - 4);
  return nonce;
}

/** Its padding ends with 2 in the last record and 1 in the others, which is how a missing end shows. */
function openRecord(record: Uint8Array, key: Uint8Array, nonce: Uint8Array, isLast: boolean): Uint8Array | undefined {
  if (record.length < leastRecordBytes - 1) return undefined;
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(record.subarray(record.length - tagBytes));
  try {
    const content = Buffer.concat([decipher.update(record.subarray(0, record.length - tagBytes)), decipher.final()]);
    let end = content.length - 1;
    while (end >= 0 && content[end] === 0) end--;
    return content[end] === (isLast ? 2 : 1) ? content.subarray(0, end) : undefined;
  } catch {
    return undefined;
  }
}

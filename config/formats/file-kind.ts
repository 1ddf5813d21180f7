// What a file is that somebody uploads or a server gives, told by its content, so that each goes where it belongs.

import { isTar } from './archive/read-tar.ts';
import { isZip } from './archive/read-zip.ts';
import { readRingList } from './cisco/ring-list.ts';
import { decodeText, looksLikeText } from './decode-text.ts';
import { isEncryptedFile } from './encryption/file.ts';
import { isSalted } from './encryption/openssl-salted.ts';
import { recognize } from './recognize.ts';

export type FileKind =
  | 'configuration'
  /** Encrypted by our tool or openssl: `readConfigurationFile` opens it. */
  | 'encrypted'
  /** Zip, tar, or gzip with either a tar or a configuration in it. */
  | 'archive'
  | 'compressed'
  /** WAV. */
  | 'recording'
  /** PNG, JPEG, GIF or BMP: a logo, a background. */
  | 'picture'
  | 'ringList'
  /** PEM. */
  | 'certificate'
  /** vCard. */
  | 'contacts'
  /** Words of a language: a JSON object of texts. */
  | 'language'
  | 'unknown';

const beginnings: readonly (readonly [kind: FileKind, bytes: readonly number[]])[] = [
  ['picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
  ['picture', [0x42, 0x4d]],
  ['compressed', [0x1f, 0x8b]],
];

export function kindOfFile(bytes: Uint8Array): FileKind {
  if (isZip(bytes) || isTar(bytes)) return 'archive';
  if (isEncryptedFile(bytes) || isSalted(bytes)) return 'encrypted';
  if (isWave(bytes)) return 'recording';
  const found = beginnings.find(([, beginning]) => beginning.every((byte, i) => bytes[i] === byte));
  if (found !== undefined && !(found[1].length === 2 && found[0] === 'picture' && !isBitmap(bytes))) return found[0];
  const text = decodeText(bytes);
  return looksLikeText(text) ? kindOfText(text) : 'unknown';
}

function isWave(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return text.startsWith('RIFF') && text.endsWith('WAVE');
}

/** `BM` begins words too; the size of a bitmap stands behind it. */
function isBitmap(bytes: Uint8Array): boolean {
  return bytes.length > 26 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true) === bytes.length;
}

function kindOfText(text: string): FileKind {
  const start = text.slice(0, 4096).trimStart();
  if (/^(?:[^\n]*\n){0,20}?-----BEGIN [A-Z0-9 ]+-----/.test(start)) return 'certificate';
  if (/^BEGIN:VCARD\r?$/im.test(start.slice(0, 200))) return 'contacts';
  if (start.startsWith('{') && isTexts(text)) return 'language';
  if (readRingList(text) !== undefined) return 'ringList';
  return recognize(text, {}) === undefined ? 'unknown' : 'configuration';
}

function isTexts(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && Object.values(read).every((value) => typeof value === 'string');
  } catch {
    return false;
  }
}

// Takes wrappings off a file, one after the other: our encryption, openssl's, RFC 8188's, Triple DES, gzip. What is left is text.

import { gunzipSync } from 'node:zlib';
import { decodeText, looksLikeText } from './decode-text.ts';
import { decryptAes128gcm, parseKeyMaterial } from './encryption/aes128gcm.ts';
import { decryptFile, type FileKey, isEncryptedFile } from './encryption/file.ts';
import { decryptSalted, isSalted } from './encryption/openssl-salted.ts';
import { openTripleDes } from './encryption/triple-des.ts';
import type { FileKeys, FileProblem } from './format.ts';

export type OpenedFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: FileProblem; readonly message: string };

function refused(problem: FileProblem, message: string): OpenedFile {
  return { ok: false, problem, message };
}

/** Compressed, then encrypted is the order of the SPA; more wrappings than that nobody makes. */
const mostWrappings = 3;

export function openFile(bytes: Uint8Array, keys: FileKeys, maxBytes: number, wrappings = 0): OpenedFile {
  if (bytes.length > maxBytes) return refused('tooLarge', `The file is larger than ${maxBytes} bytes.`);
  if (wrappings > mostWrappings) return refused('damaged', 'The file is wrapped too often.');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return openCompressed(bytes, keys, maxBytes, wrappings);
  const isOwn = isEncryptedFile(bytes);
  if (isOwn || isSalted(bytes)) {
    const content = isOwn ? openOwn(bytes, keys) : openSalted(bytes, keys);
    return content === undefined ? noKey() : openFile(content, keys, maxBytes, wrappings + 1);
  }
  const text = decodeText(bytes);
  if (looksLikeText(text)) return { ok: true, text };
  const coded = openCoded(bytes, keys);
  if (coded !== undefined) return openFile(coded, keys, maxBytes, wrappings + 1);
  const content = openTripleDes(bytes, keys.tripleDes ?? []);
  if (content !== undefined) return { ok: true, text: decodeText(content) };
  return refused('notRecognised', 'The file is no text, and no key of this phone makes it one.');
}

function noKey(): OpenedFile {
  return refused('wrongKey', 'The file is encrypted, and no key of this phone opens it; or it was changed on the way.');
}

function openCompressed(bytes: Uint8Array, keys: FileKeys, maxBytes: number, wrappings: number): OpenedFile {
  try {
    return openFile(gunzipSync(bytes, { maxOutputLength: maxBytes }), keys, maxBytes, wrappings + 1);
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) return refused('tooLarge', `The file is larger than ${maxBytes} bytes when it is unpacked.`);
    return refused('damaged', 'The compressed file is spoiled or not whole.');
  }
}

function openOwn(bytes: Uint8Array, { own = [], phrases = [] }: FileKeys): Uint8Array | undefined {
  for (const key of [...own, ...phrases] satisfies readonly FileKey[]) {
    const content = decryptFile(bytes, key);
    if (content !== undefined) return content;
  }
  return undefined;
}

function openSalted(bytes: Uint8Array, { phrases = [] }: FileKeys): Uint8Array | undefined {
  for (const phrase of phrases) {
    for (const content of decryptSalted(bytes, phrase)) {
      if (isCompressed(content) || looksLikeText(decodeText(content))) return content;
    }
  }
  return undefined;
}

function openCoded(bytes: Uint8Array, { phrases = [] }: FileKeys): Uint8Array | undefined {
  for (const phrase of phrases) {
    const material = parseKeyMaterial(phrase);
    const content = material === undefined ? undefined : decryptAes128gcm(bytes, material);
    if (content !== undefined) return content;
  }
  return undefined;
}

function isCompressed([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

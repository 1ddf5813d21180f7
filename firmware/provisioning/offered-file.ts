// A configuration file as it was offered: what it says, and what of it anybody on its way could read.

import { decodeText, looksLikeText } from '#config/formats/decode-text';
import type { FileChange, ReadOptions, ReadResult } from '#config/formats/format';
import { readConfigurationFile } from '#config/formats/read-file';
import { findParameter } from '#config/schema';

export interface OfferedFile {
  readonly read: ReadResult;
  /** As a whole: what is no text before it is opened, a compressed one left out. */
  readonly isEncrypted: boolean;
  /** Paths of secrets that stand in it readable. */
  readonly bareSecrets: readonly string[];
}

export function readOfferedFile(bytes: Uint8Array, options: ReadOptions): OfferedFile {
  const read = readConfigurationFile(bytes, options);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = decodeText(bytes);
  const isEncrypted = !compressed && !looksLikeText(text);
  return { read, isEncrypted, bareSecrets: read.ok && !isEncrypted ? bareSecrets(text, read.changes) : [] };
}

/** `path={"…"}` is encrypted by itself (AudioCodes §3.5.2). */
function bareSecrets(text: string, changes: readonly FileChange[]): readonly string[] {
  const encrypted = new Set([...text.matchAll(/^[ \t]*\/?([\w/]+)[ \t]*=[ \t]*\{"/gm)].map(([, path]) => path));
  return changes.flatMap(({ path, value }) => {
    const isSecret = value !== undefined && value !== '' && findParameter(path)?.declaration.secret === true;
    return isSecret && !encrypted.has(path) ? [path] : [];
  });
}

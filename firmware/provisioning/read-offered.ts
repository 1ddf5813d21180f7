// Where a configuration file is read: a small one at once, any other beside the main thread.

import { decodeText, looksLikeText } from '#config/formats/decode-text';
import type { ReadOptions } from '#config/formats/format';
import { inBackground, smallBytes } from '../background/in-background.ts';
import { type OfferedFile, readOfferedFile } from './offered-file.ts';

/** What is packed or encrypted counts as large: keys of pass phrases take their time by intent. */
export async function readOffered(bytes: Uint8Array, options: ReadOptions): Promise<OfferedFile> {
  return isSimple(bytes) ? readOfferedFile(bytes, options) : await inBackground('readOfferedFile', bytes, options);
}

function isSimple(bytes: Uint8Array): boolean {
  if (bytes.length > smallBytes) return false;
  const text = decodeText(bytes);
  return looksLikeText(text) && !text.includes('{"');
}

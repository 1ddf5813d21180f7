// The body's length from a header that is not parsed yet: what cuts a stream into messages (RFC 3261 §18.3).

import { parseDecimal, trimBlanks } from './characters.ts';

/**
 * Of a header with its start line: mandatory on streams (§18.3, §20.14), exactly one, plain digits in one line; else undefined. A field of the
 * name within a fold is text, here as in `parseMessage`: both must see the same end of the message.
 */
export function readContentLength(head: Uint8Array): number | undefined {
  let text = '';
  for (let i = 0; i < head.length; i += 4096) text += String.fromCharCode(...head.subarray(i, i + 4096));
  let found: number | undefined;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = trimBlanks(line, 0, Math.max(colon, 0)).toLowerCase();
    if ((name !== 'content-length' && name !== 'l') || trimBlanks(line, 0, 1) === '') continue;
    if (found !== undefined) return undefined;
    found = parseDecimal(trimBlanks(line, colon + 1), 2 ** 32 - 1);
    if (found === undefined) return undefined;
  }
  return found;
}

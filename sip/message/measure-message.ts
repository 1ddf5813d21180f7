// How long the message at the start of a stream's bytes is (RFC 3261 §18.3): the framing of TCP and TLS.

import { parseDecimal, trimBlanks } from './characters.ts';
import { maximumMessageBytes } from './limits.ts';
import { findBody, skipEmptyLines } from './read-head.ts';

export type Measure =
  /** `skipped`: empty lines (keep-alives, RFC 5626 §3.5.1) that may be dropped at once. */
  | { readonly type: 'incomplete'; readonly skipped: number }
  /** The message is `bytes.subarray(skipped, skipped + length)`. */
  | { readonly type: 'complete'; readonly skipped: number; readonly length: number }
  /** Where the next message starts can not be known: answer if wanted, then close the connection. */
  | { readonly type: 'lost'; readonly status: 400 | 513; readonly reason: string };

/** `scanned`: how many bytes an earlier call has seen already behind `skipped`, so that slow senders do not make it quadratic. */
export function measureMessage(bytes: Uint8Array, scanned: number = 0): Measure {
  const skipped = skipEmptyLines(bytes);
  const bodyStart = findBody(bytes, Math.max(skipped, skipped + scanned - 3));
  const available = bytes.length - skipped;
  if (bodyStart < 0) {
    if (available > maximumMessageBytes) return { type: 'lost', status: 513, reason: 'Message Too Large' };
    return { type: 'incomplete', skipped };
  }
  const contentLength = readContentLength(bytes.subarray(skipped, bodyStart));
  if (contentLength === undefined) return { type: 'lost', status: 400, reason: 'Missing or malformed Content-Length' };
  const length = bodyStart - skipped + contentLength;
  if (length > maximumMessageBytes) return { type: 'lost', status: 513, reason: 'Message Too Large' };
  return length > available ? { type: 'incomplete', skipped } : { type: 'complete', skipped, length };
}

/** Of a header with its start line: mandatory on streams (§18.3, §20.14), exactly one, plain digits; else undefined. */
export function readContentLength(head: Uint8Array): number | undefined {
  let text = '';
  for (let i = 0; i < head.length; i += 4096) text += String.fromCharCode(...head.subarray(i, i + 4096));
  let found: number | undefined;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = trimBlanks(line, 0, colon).toLowerCase();
    if (name !== 'content-length' && name !== 'l') continue;
    if (found !== undefined) return undefined;
    found = parseDecimal(trimBlanks(line, colon + 1), 2 ** 32 - 1);
    if (found === undefined) return undefined;
  }
  return found;
}

// Bodies of several parts (RFC 2046 §5.1, RFC 2387 multipart/related, RFC 5621). Parts are views into the bytes that came.

import { isToken, trimBlanks } from './characters.ts';
import { type ContentType, parseContentType } from './content-type.ts';
import { Headers } from './headers.ts';

export interface BodyPart {
  /** Header fields of the part: Content-Type, Content-ID, Content-Disposition ... */
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export type MultipartResult =
  | { readonly ok: true; readonly parts: readonly BodyPart[]; readonly root: BodyPart }
  | { readonly ok: false; readonly problem: string };

/** A list of two hundred watched extensions has as many parts. */
const maximumParts = 512;
const longestBoundary = 70;
const maximumFields = 32;
const longestHead = 8192;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Linear in the size. A missing last delimiter is forgiven: what came stands. */
export function parseMultipart(contentType: ContentType, body: Uint8Array): MultipartResult {
  const boundary = contentType.parameters.get('boundary');
  if (!contentType.type.startsWith('multipart/')) return { ok: false, problem: 'not multipart' };
  if (boundary === undefined || boundary === '' || boundary.length > longestBoundary)
    return { ok: false, problem: 'no boundary' };
  const parts: BodyPart[] = [];
  for (const bytes of cut(body, boundary)) {
    if (parts.length >= maximumParts) return { ok: false, problem: 'too many parts' };
    parts.push(readPart(bytes));
  }
  const root = parts.find((part) => isNamed(part, contentType.parameters.get('start'))) ?? parts[0];
  return root === undefined ? { ok: false, problem: 'no parts' } : { ok: true, parts, root };
}

export function contentTypeOf(part: BodyPart): ContentType | undefined {
  return parseContentType(part.headers.get('Content-Type'));
}

/** Whether its Content-ID is that one, with or without brackets (RFC 2392). */
export function isNamed(part: BodyPart, contentId: string | undefined): boolean {
  const own = part.headers.get('Content-ID');
  return own !== undefined && contentId !== undefined && withoutBrackets(own) === withoutBrackets(contentId);
}

/** The other way; `boundary` is the caller's to make so that it is in no part. */
export function writeMultipart(parts: readonly BodyPart[], boundary: string): Uint8Array {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    let head = `--${boundary}\r\n`;
    for (const [name, value] of part.headers.entries()) head += `${name}: ${value}\r\n`;
    pieces.push(encoder.encode(`${head}\r\n`), part.body, encoder.encode('\r\n'));
  }
  pieces.push(encoder.encode(`--${boundary}--\r\n`));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

function withoutBrackets(contentId: string): string {
  return contentId.trim().replace(/^<(.*)>$/, '$1');
}

/** What stands between the delimiters. The line break before a delimiter is part of it (RFC 2046 §5.1.1). */
function cut(body: Uint8Array, boundary: string): readonly Uint8Array[] {
  const text = binaryText(body);
  const delimiter = `--${boundary}`;
  const parts: Uint8Array[] = [];
  let partStart: number | undefined;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
    const lineStart = at === 0 || text[at - 1] === '\n';
    const end = at + delimiter.length;
    const last = text.startsWith('--', end);
    const lineEnd = last ? end + 2 : /^[ \t]*\r?\n/.exec(text.slice(end, end + 80))?.[0].length;
    if (!lineStart || lineEnd === undefined) continue;
    if (partStart !== undefined) parts.push(body.subarray(partStart, Math.max(partStart, beforeLineBreak(text, at))));
    if (last) return parts;
    partStart = end + lineEnd;
  }
  if (partStart !== undefined) parts.push(body.subarray(partStart));
  return parts;
}

function beforeLineBreak(text: string, at: number): number {
  return text[at - 2] === '\r' ? at - 2 : at - 1;
}

/** Lenient: a field that is none is left out, a part without an empty line is all head. */
function readPart(bytes: Uint8Array): BodyPart {
  const text = binaryText(bytes.subarray(0, longestHead));
  const headers = new Headers();
  const head = /^\r?\n/.exec(text)?.[0] ?? headOf(text);
  for (const line of unfold(utf8.decode(bytes.subarray(0, head.length))).slice(0, maximumFields)) {
    const colon = line.indexOf(':');
    const name = trimBlanks(line, 0, Math.max(colon, 0));
    if (isToken(name)) headers.push(name, line.slice(colon + 1));
  }
  return { headers, body: bytes.subarray(Math.min(head.length, bytes.length)) };
}

/** With the empty line that ends it. */
function headOf(text: string): string {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(0, end.index + end[0].length);
}

function unfold(head: string): readonly string[] {
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** One character for each byte, to search in. */
function binaryText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

// Start line and header fields of a message as text, from bytes (RFC 3261 §7). Judges the frame only: lines, folds, names, limits.

import { isBlank, isToken, trimBlanks } from './characters.ts';
import { isSingleHeader, knownHeaderName } from './header-names.ts';
import { Headers } from './headers.ts';
import { maximumHeaderFields, maximumLineBytes } from './limits.ts';

const carriageReturn = 13;
const lineFeed = 10;

export interface Head {
  readonly startLine: string;
  readonly headers: Headers;
  /** Index of the first byte of the body. */
  readonly bodyStart: number;
  /** The first thing that was wrong; what could be read is there all the same, so that the message can be answered. */
  readonly problem: string | undefined;
}

/** Index of the first byte behind the empty line, looking from `start`; -1 when there is none yet. */
function findBody(bytes: Uint8Array, start: number): number {
  for (let i = bytes.indexOf(carriageReturn, start); i >= 0; i = bytes.indexOf(carriageReturn, i + 1)) {
    if (bytes[i + 1] === lineFeed && bytes[i + 2] === carriageReturn && bytes[i + 3] === lineFeed) return i + 4;
  }
  return -1;
}

/** Empty lines before a start line are ignored (§7.5). */
function skipEmptyLines(bytes: Uint8Array): number {
  let i = 0;
  while (bytes[i] === carriageReturn && bytes[i + 1] === lineFeed) i += 2;
  return i;
}

export function readHead(bytes: Uint8Array): Head {
  const start = skipEmptyLines(bytes);
  const found = findBody(bytes, start);
  const bodyStart = found < 0 ? bytes.length : found;
  const lines = splitLines(decodeText(bytes.subarray(start, found < 0 ? bodyStart : bodyStart - 4)));
  const startLine = lines.lines.shift() ?? '';
  const headers = new Headers();
  let problem = found < 0 ? 'No empty line behind the header' : lines.problem;
  if (found < 0 && lines.lines.at(-1) === '') lines.lines.pop();
  if (lines.lines.length > maximumHeaderFields) {
    problem ??= 'Too many header fields';
    lines.lines.length = maximumHeaderFields;
  }
  for (const line of lines.lines) {
    const found = addLine(headers, line);
    problem ??= found;
  }
  return { startLine, headers, bodyStart, problem };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Header fields are UTF-8 (§7.3.1); what is not is taken as ISO 8859-1, which old exchanges send in display names. */
function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    let text = '';
    for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
    return text;
  }
}

/** Unfolds (§7.3.1: a fold is one blank). Lone CR, lone LF and bare NUL are refused: others take them for line ends. */
function splitLines(text: string): { readonly lines: string[]; readonly problem: string | undefined } {
  const lines: string[] = [];
  let problem = text.includes('\0') && /(?:^|[^\\])\0/.test(text) ? 'NUL in a header field' : undefined;
  let folded: string[] = [];
  for (const line of text.split('\r\n')) {
    if (line.includes('\n') || line.includes('\r')) problem ??= 'Line break without CRLF';
    if (isBlank(line.charCodeAt(0)) && lines.length > 0) {
      folded.push(trimBlanks(line));
      continue;
    }
    unfold(lines, folded);
    if (folded.length > 0) folded = [];
    lines.push(line);
  }
  unfold(lines, folded);
  return { lines, problem };
}

/** Appends the continuation lines to the last line, in one step so that a thousand folds stay linear. */
function unfold(lines: string[], folded: readonly string[]): void {
  if (folded.length > 0) lines.push([lines.pop() ?? '', ...folded].join(' '));
}

/** The problem with the line, if any. */
function addLine(headers: Headers, line: string): string | undefined {
  const colon = line.indexOf(':');
  const spelled = trimBlanks(line, 0, Math.max(colon, 0));
  const known = knownHeaderName(spelled);
  if (known === undefined && !isToken(spelled)) return 'Malformed header field';
  if (line.length > maximumLineBytes) return 'Header field too long';
  if (known !== undefined && isSingleHeader(known) && headers.has(known)) return `Repeated ${known}`;
  headers.push(known ?? spelled, line.slice(colon + 1));
  return undefined;
}

// Bytes to text, in whatever encoding an editor on somebody's desk has saved it.

/** UTF-8 or UTF-16 by their marks or by their look, Latin-1 where it is neither. Never fails: a wrong guess shows in the report. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function encodingOf([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Text in these formats begins with ASCII: in UTF-16 each second byte is nothing.
  if (first !== 0 && second === 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0) return 'utf-16be';
  return undefined;
}

/** Text has no control characters but those that lay it out; a few may have slipped in. */
export function looksLikeText(text: string): boolean {
  let odd = 0;
  const looked = Math.min(text.length, 4096);
  for (let i = 0; i < looked; i++) {
    const code = text.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f || code === 0xfffd) odd++;
  }
  return odd * 50 <= looked;
}

export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** Ends of lines as Unix, Windows and old Macintosh write them; empty ones are left out. */
export function* linesOf(text: string): Generator<TextLine> {
  let number = 0;
  let start = 0;
  while (start <= text.length) {
    number++;
    let end = start;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    const line = text.slice(start, end).trim();
    if (line !== '') yield { number, text: line };
    start = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
  }
}

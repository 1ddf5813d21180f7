// Splits a header field whose grammar is a comma-separated list (RFC 3261 §7.3.1) without looking into its elements.

import { trimBlanks } from './characters.ts';

const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;
const open = 0x3c;

/** Commas within quotes and within `<>` belong to the element. Empty elements are kept: a strict field refuses them. */
export function splitList(text: string): readonly string[] {
  if (!text.includes(',')) return [text];
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) i = skipQuoted(text, i);
    else if (code === open) i = skipTo(text, '>', i);
    else if (code === comma) {
      parts.push(trimBlanks(text, start, i));
      start = i + 1;
    }
  }
  parts.push(trimBlanks(text, start));
  return parts;
}

/** Index of the closing quote, or the end. */
function skipQuoted(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === quote) return i;
  }
  return text.length;
}

function skipTo(text: string, end: string, start: number): number {
  const found = text.indexOf(end, start);
  return found < 0 ? text.length : found;
}

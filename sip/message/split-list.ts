// Splits a header field whose grammar is a comma-separated list (RFC 3261 §7.3.1) without looking into its elements.

import { trimBlanks } from './characters.ts';

const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;
const open = 0x3c;
const close = 0x3e;

/** Commas within quotes and within `<>` belong to the element. Empty elements are kept: a strict field refuses them. */
export function splitList(text: string): readonly string[] {
  if (!text.includes(',')) return [text];
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === backslash) i++;
      else if (code === quote) quoted = false;
    } else if (code === quote && !bracketed) quoted = true;
    else if (code === open) bracketed = true;
    else if (code === close) bracketed = false;
    else if (code === comma && !bracketed) {
      parts.push(trimBlanks(text, start, i));
      start = i + 1;
    }
  }
  parts.push(trimBlanks(text, start));
  return parts;
}

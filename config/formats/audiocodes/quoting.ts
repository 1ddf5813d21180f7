// Quotation marks around a value keep its blanks: `" ssl_2 ssl_3 "`, as table 3-16 of the AudioCodes manual has it.

/** Without its marks; a mark or a backslash within is written with a backslash before it. */
export function unquoted(written: string): string {
  if (written.length < 2 || !written.startsWith('"') || !written.endsWith('"')) return written;
  return written.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

/** As `unquoted` reads it back: in marks where it would be read otherwise without. */
export function quotedIfNeeded(value: string): string {
  const plain = value === value.trim() && !value.startsWith('"') && !value.startsWith('{"') && value !== 'NULL' && value !== '';
  return plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

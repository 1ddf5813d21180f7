// The lines of vCards: unfolded, split into name, parameters and value (RFC 6350 §3.2 and §3.3).

/** A value longer than this, a picture, is not looked at. */
const longestValue = 4096;

export interface Property {
  readonly name: string;
  /** Upper-case; `TYPE=HOME,VOICE` and the bare `HOME` of 2.1. */
  readonly parameters: string;
  readonly value: string;
}

/** RFC 6350 §3.4. */
export function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => (character === 'n' || character === 'N' ? ' ' : character));
}

/** Quoted-printable of vCard 2.1. */
function unquoted(value: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const code = value.charAt(at) === '=' ? Number.parseInt(value.slice(at + 1, at + 3), 16) : Number.NaN;
    if (Number.isNaN(code)) bytes.push(...new TextEncoder().encode(value.charAt(at)));
    else {
      bytes.push(code);
      at += 2;
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** The colon that ends name and parameters stands outside of quotes. */
function colonIn(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '"') quoted = !quoted;
    else if (character === ':' && !quoted) return at;
  }
  return -1;
}

export function propertyOf(line: string): Property | undefined {
  const colon = colonIn(line.slice(0, longestValue));
  if (colon === -1) return undefined;
  const [head = '', ...parameters] = line.slice(0, colon).split(';');
  const upper = parameters.join(';').toUpperCase();
  const raw = line.slice(colon + 1, colon + 1 + longestValue);
  const value = upper.includes('QUOTED-PRINTABLE') ? unquoted(raw) : raw;
  // `item1.TEL`: a group's name says nothing here.
  return { name: (head.split('.').at(-1) ?? '').toUpperCase(), parameters: upper, value };
}

/** A line goes on in the next one: by a space before it or, quoted-printable, by `=` at its end. */
function joined(line: string, next: string): string | undefined {
  if (line.endsWith('=') && /^[^:]*QUOTED-PRINTABLE/i.test(line.slice(0, 200))) return line.slice(0, -1) + next;
  return /^[ \t]/.test(next) ? line + next.slice(1) : undefined;
}

/** Lines as they were before they were folded, with the number of the first. */
export function* unfolded(text: string): Generator<{ readonly at: number; readonly line: string }> {
  let line = '';
  let at = 0;
  let number = 0;
  for (const part of text.split(/\r\n|\r|\n/)) {
    number += 1;
    const longer = joined(line, part);
    if (longer !== undefined) {
      // The rest of a picture is of no use, and adding it up would take quadratic time.
      if (line.length < longestValue) line = longer;
      continue;
    }
    if (line !== '') yield { at, line };
    line = part;
    at = number;
  }
  if (line !== '') yield { at, line };
}

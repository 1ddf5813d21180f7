// generic-param lists (`;tag=x;lr`) of header fields, both ways (RFC 3261 §25.1, §7.3.1).

import { isAllOf, valueClass } from './characters.ts';
import type { Scanner } from './scanner.ts';

export type Parameters = ReadonlyMap<string, string | undefined>;

const semicolon = 0x3b;
const equals = 0x3d;

/** Reads all that follow; stands behind the last. A name may appear only once (§7.3.1). */
export function parseParameters(scanner: Scanner): Map<string, string | undefined> {
  const parameters = new Map<string, string | undefined>();
  while (scanner.accept(semicolon)) {
    const name = scanner.token().toLowerCase();
    const value = scanner.accept(equals) ? scanner.parameterValue() : undefined;
    if (parameters.has(name)) scanner.fail(`one ${name}`);
    parameters.set(name, value);
  }
  return parameters;
}

export function serializeParameters(parameters: Parameters): string {
  let text = '';
  for (const [name, value] of parameters) {
    text += value === undefined ? `;${name}` : `;${name}=${isAllOf(value, valueClass) ? value : quoteString(value)}`;
  }
  return text;
}

/** quoted-string; line breaks can not be quoted and become blanks. */
export function quoteString(text: string): string {
  return `"${text.replace(/[\r\n]+/g, ' ').replace(/["\\\0]/g, '\\$&')}"`;
}

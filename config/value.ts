// Reading, checking and writing one value by its declaration. Text forms are those of the configuration file: 0/1, 0xb8.

import type { Declaration, IntegerDeclaration, StringDeclaration } from './declaration.ts';
import type { StoredValue } from './schema.ts';

export type ReadValue =
  | { readonly ok: true; readonly value: StoredValue }
  /** What would have been right, in words that end the sentence "expected ...". */
  | { readonly ok: false; readonly expected: string };

const defaultMaxLength = 255;
const trueWords = new Set(['1', 'true', 'enable', 'enabled', 'yes', 'on']);
const falseWords = new Set(['0', 'false', 'disable', 'disabled', 'no', 'off']);

function readBoolean(input: unknown): ReadValue {
  const word = typeof input === 'string' ? input.trim().toLowerCase() : input;
  if (word === true || word === 1 || (typeof word === 'string' && trueWords.has(word))) return { ok: true, value: true };
  if (word === false || word === 0 || (typeof word === 'string' && falseWords.has(word))) return { ok: true, value: false };
  return { ok: false, expected: '1 (enabled) or 0 (disabled)' };
}

function expectedInteger(declaration: IntegerDeclaration): string {
  const unused = declaration.unused === undefined ? '' : `, or ${declaration.unused} for none`;
  const unit = (declaration.unit === undefined ? '' : `, in ${declaration.unit}`) + unused;
  if (declaration.enum !== undefined) return `one of ${declaration.enum.join(', ')}${unit}`;
  const { minimum, maximum } = declaration;
  if (minimum !== undefined && maximum !== undefined) return `a whole number from ${minimum} to ${maximum}${unit}`;
  return `a whole number${unit}`;
}

function toInteger(input: unknown): number | undefined {
  // No file can say -0.
  if (typeof input === 'number') return Number.isSafeInteger(input) ? input + 0 : undefined;
  if (typeof input !== 'string') return undefined;
  const text = input.trim();
  return /^(?:-?[0-9]{1,15}|0[xX][0-9a-fA-F]{1,12})$/.test(text) ? Number(text) + 0 : undefined;
}

function readInteger(declaration: IntegerDeclaration, input: unknown): ReadValue {
  const value = toInteger(input);
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER, enum: allowed } = declaration;
  if (value !== undefined && value === declaration.unused) return { ok: true, value };
  if (value === undefined || value < minimum || value > maximum || (allowed !== undefined && !allowed.includes(value))) {
    return { ok: false, expected: expectedInteger(declaration) };
  }
  return { ok: true, value };
}

/** Control characters would let a value end its line in a file, a SIP header or on the console. */
function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function readString(declaration: StringDeclaration, input: unknown): ReadValue {
  const maxLength = declaration.maxLength ?? defaultMaxLength;
  if (declaration.enum !== undefined) {
    const found =
      typeof input === 'string' ? declaration.enum.find((word) => word.toLowerCase() === input.toLowerCase()) : undefined;
    if (found !== undefined) return { ok: true, value: found };
    if (declaration.open !== true) return { ok: false, expected: `one of ${declaration.enum.join(', ')}` };
  }
  const text = typeof input === 'number' ? String(input) : input;
  if (typeof text !== 'string') return { ok: false, expected: 'text' };
  if (text.length > maxLength) return { ok: false, expected: `at most ${maxLength} characters` };
  if (hasControlCharacter(text)) return { ok: false, expected: 'text without line breaks or control characters' };
  if (declaration.pattern !== undefined && !new RegExp(declaration.pattern).test(text)) {
    return { ok: false, expected: declaration.expected ?? `text that matches ${declaration.pattern}` };
  }
  return { ok: true, value: text };
}

/** Takes the value itself or its text form, from a file, a form field or the command line. Never throws. */
export function readValue(declaration: Declaration, input: unknown): ReadValue {
  if (declaration.type === 'boolean') return readBoolean(input);
  return declaration.type === 'integer' ? readInteger(declaration, input) : readString(declaration, input);
}

/** Text form, as `readValue` takes it and configuration files carry it. Not for secrets. */
export function writeValue(declaration: Declaration, value: StoredValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (declaration.type === 'integer' && declaration.notation === 'hexadecimal') return `0x${Number(value).toString(16)}`;
  return String(value);
}

// Fields that several screens have, and editors that begin with them.

import { type Editor, newEditor } from './editor.ts';
import type { Field } from './field.ts';

/** A number, or an address, that is dialled. */
export const dialedField: Field = { kind: 'dial', maxLength: 64, required: true };
/** What is looked for in a list. */
export const searchedField: Field = { kind: 'search', maxLength: 32, required: false };
export const passwordField: Field = { kind: 'password', maxLength: 64, required: true };
/** What opens a locked phone. */
export const pinField: Field = { kind: 'password', maxLength: 12, required: true };
/** A machine by its name or address. */
export const hostField: Field = { kind: 'host', maxLength: 253, required: true };

export function numberEditor(number: string): Editor {
  return newEditor(dialedField, number);
}

export function hostEditor(host: string): Editor {
  return newEditor(hostField, host);
}

export function pinEditor(): Editor {
  return newEditor(pinField, '');
}

/** Nothing is looked for yet. */
export function searchEditor(language: string): Editor {
  return newEditor(searchedField, '', language);
}

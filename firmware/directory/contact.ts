// A contact as it may be stored: whatever comes, from a key, a page or a file, is cut and cleaned to this.

import { type ContactDraft, longestOfContact, numbersOf } from '#ui/directory-snapshot';

/** The record; its id is the contact's. An alias, not an interface: records have any names. */
export type StoredContact = { readonly [Field in keyof ContactDraft]: ContactDraft[Field] };

/** Cut between characters, so that no half of one is left. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text.slice(0, most)) {
    if (/\p{Cs}/u.test(character)) break;
    kept += character;
  }
  return kept;
}

/** One line without control and direction characters, spaces folded. */
function cleanText(text: unknown, most: number): string {
  if (typeof text !== 'string') return '';
  // Nearly all are clean already, and there may be thousands.
  if (text.length <= most && /^(?:[!-~]+(?: [!-~]+)*)?$/.test(text)) return text;
  const line = text.slice(0, 4 * most).replaceAll(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\s]+/gu, ' ');
  return cut(line.trim(), most).trim();
}

/** A number without the separators that people write into it; an address as it is. */
export function cleanNumber(text: unknown): string {
  if (typeof text === 'string' && text.length <= longestOfContact.number && /^(?:\+?\d+)?$/.test(text)) return text;
  const line = cleanText(text, longestOfContact.number).replace(/^tel:/i, '');
  const bare = /^[+\d*#][\d\s().\-/*#+,]*$/.test(line) ? line.replace(/[\s().\-/]/g, '') : line.replaceAll(' ', '');
  // Signs alone call nobody.
  return /[\p{L}\p{N}*#]/u.test(bare) ? cut(bare, longestOfContact.number) : '';
}

/** `value` may be anything: a stored record of another firmware, or what a page sent. */
export function cleanContact(value: Readonly<Partial<Record<keyof ContactDraft, unknown>>>): StoredContact {
  return {
    name: cleanText(value.name, longestOfContact.name),
    office: cleanNumber(value.office),
    home: cleanNumber(value.home),
    mobile: cleanNumber(value.mobile),
    group: cleanText(value.group, longestOfContact.group),
    ring: cleanText(value.ring, longestOfContact.ring),
    favourite: value.favourite === true,
  };
}

/** What is wrong with a contact, for the field that it is wrong in; undefined: nothing. */
export function contactProblem(contact: ContactDraft): 'nameMissing' | 'numberMissing' | undefined {
  if (contact.name === '') return 'nameMissing';
  return numbersOf(contact).length === 0 ? 'numberMissing' : undefined;
}

// Writes vCard 3.0 (RFC 2426), which everything reads.

import { type ContactDraft, numbersOf } from '#ui/directory-snapshot';
import { favouriteProperty, ringProperty } from './read-vcards.ts';

/** A line is folded behind 75 octets (§2.6). */
const foldedAt = 70;

function escaped(text: string): string {
  return text.replace(/[\\,;]/g, (character) => `\\${character}`);
}

function folded(line: string): string {
  if (Buffer.byteLength(line) <= foldedAt) return line;
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > foldedAt) {
      parts.push(part);
      part = '';
      bytes = 1;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}

const types = { office: 'WORK,VOICE', home: 'HOME,VOICE', mobile: 'CELL' } as const;

/** An address that is called is no number: it stands as IMPP (RFC 4770). */
function numberLine(field: keyof typeof types, number: string): string {
  return number.includes('@') ? `IMPP:sip:${escaped(number)}` : `TEL;TYPE=${types[field]}:${escaped(number)}`;
}

export function writeVcards(contacts: readonly ContactDraft[]): string {
  const lines = contacts.flatMap((contact) => {
    const { name, group, ring, favourite } = contact;
    return [
      'BEGIN:VCARD',
      'VERSION:3.0',
      `N:${escaped(name)};;;;`,
      `FN:${escaped(name)}`,
      ...numbersOf(contact).map(({ field, number }) => numberLine(field, number)),
      ...(group === '' ? [] : [`CATEGORIES:${escaped(group)}`]),
      ...(ring === '' ? [] : [`${ringProperty}:${escaped(ring)}`]),
      ...(favourite ? [`${favouriteProperty}:1`] : []),
      'END:VCARD',
    ];
  });
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

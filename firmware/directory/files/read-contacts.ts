// What a file of contacts holds, whichever of the usual forms it has: vCard, CSV, or a telephone's XML. The bytes may be anybody's: size and
// counts are bounded, nothing is thrown, and what could not be taken is told with its place.

import type { ContactFormat, ContactImport } from '#ui/administration/contact-files';
import type { ContactDraft } from '#ui/directory-snapshot';
import { cleanContact, contactProblem } from '../contact.ts';
import { readContactCsv } from './contact-csv.ts';
import { readContactXml } from './contact-xml.ts';
import { largestContactFileBytes, type RawContacts } from './raw-contacts.ts';
import { readVcards } from './read-vcards.ts';

/** What a file holds, and what of it cannot be kept. */
export interface ContactsRead extends Omit<ContactImport, 'added' | 'known' | 'left'> {
  readonly contacts: readonly ContactDraft[];
}

const toldRefusals = 20;
const toldIgnored = 30;

/** UTF-8 or UTF-16 by its mark; what is no UTF-8 is taken for the Windows letters of old exports. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function formatOf(text: string): ContactFormat {
  const start = text.slice(0, 200).trimStart();
  if (/^begin:vcard/i.test(start)) return 'vcard';
  return start.startsWith('<') ? 'xml' : 'csv';
}

const readers: Readonly<Record<ContactFormat, (text: string) => RawContacts>> = {
  vcard: readVcards,
  csv: readContactCsv,
  xml: readContactXml,
};

export function readContacts(bytes: Uint8Array): ContactsRead {
  const nothing = { contacts: [], refused: [], refusedCount: 0, shortened: 0, ignored: [] };
  if (bytes.length > largestContactFileBytes) {
    return { format: 'csv', ...nothing, problem: `larger than ${largestContactFileBytes / 1024 / 1024} MB` };
  }
  const text = textOf(bytes);
  const format = formatOf(text);
  const raw = readers[format](text);
  const contacts: ContactDraft[] = [];
  const refused: { at: number; reason: ContactImport['refused'][number]['reason'] }[] = [];
  let shortened = 0;
  for (const { at, fields, furtherNumbers } of raw.contacts) {
    const contact = cleanContact(fields);
    const reason = contactProblem(contact);
    if (reason === undefined) contacts.push(contact);
    else refused.push({ at, reason });
    if (reason === undefined && furtherNumbers > 0) shortened += 1;
  }
  return {
    format,
    contacts,
    refused: refused.slice(0, toldRefusals),
    refusedCount: refused.length,
    shortened,
    ignored: raw.ignored.slice(0, toldIgnored),
    problem: raw.problem,
  };
}

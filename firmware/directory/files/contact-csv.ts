// Contacts as a table: with a heading as address books export it, or without one in AudioCodes' order: name, office, home, mobile.

import type { ContactDraft } from '#ui/directory-snapshot';
import { type CsvRow, readCsv, writeCsv } from './csv.ts';
import { fieldNamed, NumberSlots } from './number-slots.ts';
import { mostRawContacts, type RawContact, type RawContacts } from './raw-contacts.ts';

type Column = 'name' | 'given' | 'family' | 'group' | 'ring' | 'favourite' | 'office' | 'home' | 'mobile' | 'number' | 'ignored';

const withoutHeading: readonly Column[] = ['name', 'office', 'home', 'mobile'];
const heading = ['Name', 'Office', 'Home', 'Mobile', 'Group', 'Ring', 'Favourite'];

function columnOf(title: string): Column {
  const word = title.toLowerCase().replace(/[^a-z]/g, '');
  if (/^(name|displayname|fullname|contactname|sdisplayname|contact)$/.test(word)) return 'name';
  if (/^(firstname|givenname|forename)$/.test(word)) return 'given';
  if (/^(lastname|familyname|surname)$/.test(word)) return 'family';
  if (/^(group|groups|groupmembership|category|categories|labels)$/.test(word)) return 'group';
  if (/^(ring|ringtone|sring)$/.test(word)) return 'ring';
  if (/^(favourite|favorite|starred)$/.test(word)) return 'favourite';
  if (/fax|pager|type$|label$/.test(word)) return 'ignored';
  const named = fieldNamed(word);
  if (named !== undefined) return named;
  return /phone|number|telephone|sip/.test(word) ? 'number' : 'ignored';
}

/** A first row that names a column for names and one for numbers holds no contact. */
function headingOf(row: CsvRow | undefined): readonly Column[] | undefined {
  const columns = row?.cells.map(columnOf) ?? [];
  const names = columns.some((column) => column === 'name' || column === 'given' || column === 'family');
  const numbers = columns.some((column) => ['office', 'home', 'mobile', 'number'].includes(column));
  return names && numbers && !row?.cells.some((cell) => /\d{3}/.test(cell)) ? columns : undefined;
}

function contactOf({ line, cells }: CsvRow, columns: readonly Column[]): RawContact {
  const slots = new NumberSlots();
  const texts: Partial<Record<Column, string>> = {};
  cells.forEach((cell, index) => {
    const column = columns[index] ?? 'ignored';
    if (column === 'office' || column === 'home' || column === 'mobile') slots.add(cell, column);
    else if (column === 'number') slots.add(cell, undefined);
    else texts[column] ??= cell;
  });
  const { fields, furtherNumbers } = slots.result;
  const name = texts.name || [texts.given, texts.family].filter(Boolean).join(' ');
  const favourite = /^(1|yes|true|x)$/i.test(texts.favourite ?? '');
  return { at: line, fields: { name, group: texts.group ?? '', ring: texts.ring ?? '', favourite, ...fields }, furtherNumbers };
}

export function readContactCsv(text: string): RawContacts {
  const rows = readCsv(text, mostRawContacts + 1);
  const columns = headingOf(rows[0]);
  const body = columns === undefined ? rows : rows.slice(1);
  const contacts = body.slice(0, mostRawContacts).map((row) => contactOf(row, columns ?? withoutHeading));
  const ignored = (rows[0]?.cells ?? []).filter((cell, index) => cell !== '' && columns?.[index] === 'ignored');
  const widest = Math.max(0, ...body.slice(0, 100).map(({ cells }) => cells.length));
  const further =
    columns === undefined && widest > withoutHeading.length ? [`columns behind the ${withoutHeading.length}th`] : [];
  const problem = body.length > mostRawContacts ? { problem: `more than ${mostRawContacts} contacts` } : {};
  return { contacts, ignored: [...ignored, ...further], ...problem };
}

/** The first line of a file of contacts. */
export const contactCsvHeading: string = writeCsv([heading]);

/** The lines behind it. */
export function writeContactRows(contacts: readonly ContactDraft[]): string {
  const rows = contacts.map(({ name, office, home, mobile, group, ring, favourite }) => [
    name,
    office,
    home,
    mobile,
    group,
    ring,
    favourite ? '1' : '',
  ]);
  return writeCsv(rows);
}

// Reads vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), and what 2.1 has in common with them.

import { type fieldNamed, NumberSlots } from './number-slots.ts';
import { mostRawContacts, type RawContact, type RawContacts } from './raw-contacts.ts';
import { type Property, propertyOf, unescaped, unfolded } from './vcard-lines.ts';

/** Our own, for what vCard has no word for. */
export const ringProperty = 'X-HOOKSWITCH-RING';
export const favouriteProperty = 'X-HOOKSWITCH-FAVOURITE';

const mostIgnored = 100;

interface Card {
  readonly at: number;
  name: string;
  readonly numbers: NumberSlots;
  group: string;
  ring: string;
  favourite: boolean;
}

/** `Hopper;Grace;Brewster;;`: as it is spoken. */
function nameFromParts(value: string): string {
  const [family = '', given = '', additional = ''] = value.split(/(?<!\\);/).map(unescaped);
  return [given, additional, family].filter((part) => part.trim() !== '').join(' ');
}

const quiet: ReadonlySet<string> = new Set(['BEGIN', 'END', 'VERSION', 'PRODID', 'REV', 'UID', 'KIND', 'PROFILE']);

function take(card: Card, { name, parameters, value }: Property): boolean {
  switch (name) {
    case 'FN':
      card.name = unescaped(value);
      return true;
    case 'N':
      if (card.name === '') card.name = nameFromParts(value);
      return true;
    case 'ORG':
      if (card.name === '') card.name = unescaped(value.split(/(?<!\\);/)[0] ?? '');
      return true;
    case 'TEL':
      if (/FAX|PAGER/.test(parameters)) return false;
      card.numbers.add(numberOf(unescaped(value)), telephoneField(parameters));
      return true;
    case 'IMPP':
      if (!/^sips?:/i.test(value)) return false;
      card.numbers.add(unescaped(value).replace(/^sips?:/i, ''), undefined);
      return true;
    case 'CATEGORIES':
      card.group = unescaped(value.split(/(?<!\\),/)[0] ?? '');
      return true;
    case ringProperty:
      card.ring = unescaped(value);
      return true;
    case favouriteProperty:
      card.favourite = value.trim() === '1';
      return true;
    default:
      return quiet.has(name);
  }
}

/** A URI's parameters, an extension among them, are not dialled with it. */
function numberOf(value: string): string {
  return /^tel:/i.test(value) ? (value.slice(4).split(';')[0] ?? '') : value;
}

function telephoneField(parameters: string): ReturnType<typeof fieldNamed> {
  if (/CELL|MOBIL/.test(parameters)) return 'mobile';
  if (/HOME/.test(parameters)) return 'home';
  return /WORK/.test(parameters) ? 'office' : undefined;
}

function contactOf(card: Card): RawContact {
  const { fields, furtherNumbers } = card.numbers.result;
  const { at, name, group, ring, favourite } = card;
  return { at, fields: { name, group, ring, favourite, ...fields }, furtherNumbers };
}

/** Cards one after the other; what stands outside of them says nothing. */
class CardReader {
  readonly contacts: RawContact[] = [];
  readonly ignored = new Set<string>();
  #card: Card | undefined;

  get within(): boolean {
    return this.#card !== undefined;
  }

  take(at: number, property: Property): void {
    if (property.name === 'BEGIN') {
      this.#card = { at, name: '', numbers: new NumberSlots(), group: '', ring: '', favourite: false };
    } else if (property.name === 'END') {
      if (this.#card !== undefined) this.contacts.push(contactOf(this.#card));
      this.#card = undefined;
    } else if (this.#card !== undefined && !take(this.#card, property) && this.ignored.size < mostIgnored) {
      this.ignored.add(property.name.slice(0, 40));
    }
  }
}

export function readVcards(text: string): RawContacts {
  const reader = new CardReader();
  for (const { at, line } of unfolded(text)) {
    const property = propertyOf(line);
    if (property !== undefined) reader.take(at, property);
    if (reader.contacts.length >= mostRawContacts) break;
  }
  const { contacts, within } = reader;
  const ignored = [...reader.ignored];
  if (contacts.length >= mostRawContacts) return { contacts, ignored, problem: `more than ${mostRawContacts} contacts` };
  return within ? { contacts, ignored, problem: 'the last card has no end' } : { contacts, ignored };
}

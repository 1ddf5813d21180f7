// Contacts of other telephones: Yealink's and Cisco's phone books (DirectoryEntry), Yealink's own contacts, Poly's directory.

import { parseXml } from '#sip/xml/parse-xml';
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '#sip/xml/xml-element';
import { fieldNamed, NumberSlots } from './number-slots.ts';
import { largestContactFileBytes, mostRawContacts, type RawContact, type RawContacts } from './raw-contacts.ts';

function contact(at: number, name: string, slots: NumberSlots, more: RawContact['fields'] = {}): RawContact {
  const { fields, furtherNumbers } = slots.result;
  return { at, fields: { name, ...fields, ...more }, furtherNumbers };
}

/** `<DirectoryEntry><Name>Ada</Name><Telephone label="Mobile">1</Telephone></DirectoryEntry>`. */
function directoryEntry(element: XmlElement, at: number): RawContact {
  const slots = new NumberSlots();
  for (const number of childrenOf(element, 'Telephone'))
    slots.add(textOf(number) ?? '', fieldNamed(attributeOf(number, 'label') ?? ''));
  return contact(at, textOf(childOf(element, 'Name')) ?? '', slots);
}

function attribute(element: XmlElement, ...names: readonly string[]): string {
  for (const name of names) {
    const value = attributeOf(element, name);
    if (value !== undefined) return value;
  }
  return '';
}

/** `<contact display_name="Ada" office_number="1" mobile_number="" other_number=""/>`, of older ones `sDisplayName`. */
function yealinkContact(element: XmlElement, at: number): RawContact {
  const slots = new NumberSlots();
  slots.add(attribute(element, 'office_number', 'sOfficeNumber'), 'office');
  slots.add(attribute(element, 'mobile_number', 'sMobilNumber'), 'mobile');
  slots.add(attribute(element, 'other_number', 'sOtherNumber'), 'home');
  const group = attribute(element, 'group_id_name', 'group');
  return contact(at, attribute(element, 'display_name', 'sDisplayName'), slots, {
    group: /^(all|none|\d+)$/i.test(group) ? '' : group,
  });
}

/** `<item><ln>Lovelace</ln><fn>Ada</fn><ct>1001</ct></item>`. */
function polyItem(element: XmlElement, at: number): RawContact {
  const part = (name: string): string => textOf(childOf(element, name)) ?? '';
  const slots = new NumberSlots();
  slots.add(part('ct'), 'office');
  const name = part('lb') || `${part('fn')} ${part('ln')}`.trim();
  return contact(at, name, slots, { favourite: part('sd') !== '' });
}

const makers: Readonly<Record<string, (element: XmlElement, at: number) => RawContact>> = {
  DirectoryEntry: directoryEntry,
  contact: yealinkContact,
  item: polyItem,
};

export function readContactXml(text: string): RawContacts {
  const result = parseXml(new TextEncoder().encode(text), 2 * largestContactFileBytes);
  if (!result.ok) return { contacts: [], ignored: [], problem: `no proper XML: ${result.problem}` };
  const contacts: RawContact[] = [];
  const waiting: XmlElement[] = [result.root];
  for (let next = waiting.pop(); next !== undefined && contacts.length < mostRawContacts; next = waiting.pop()) {
    const make = makers[next.name];
    if (make !== undefined) contacts.push(make(next, contacts.length + 1));
    else waiting.push(...childrenOf(next).toReversed());
  }
  const problem = contacts.length === 0 ? { problem: 'no contacts of a form that is known' } : {};
  return { contacts, ignored: [], ...problem };
}

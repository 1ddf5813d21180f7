// The personal directory: contacts in the store, in memory by name, and found by any way of writing their numbers.

import type { Collection } from '#config/collection';
import { atOnce } from '#config/steps';
import { type Contact, type ContactDraft, numbersOf } from '#ui/directory-snapshot';
import type { Party } from '#ui/phone';
import { cleanContact, contactProblem, type StoredContact } from './contact.ts';
import { nameOrder } from './name-order.ts';
import { endKey, endOf, exactKey } from './number-key.ts';

export const mostContacts = 5000;
/** Sorted in and written at once. */
const stepContacts = 50;

export type SaveResult =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly problem: 'nameMissing' | 'numberMissing' | 'full' | 'gone' };

export interface AddedContacts {
  readonly added: number;
  /** Those that were there already, with the same name and numbers. */
  readonly known: number;
  /** Those that there was no room for. */
  readonly left: number;
}

export interface DirectoryOptions {
  readonly records: Collection<StoredContact>;
  readonly changed: () => void;
}

interface Sorted {
  readonly of: readonly StoredRecord[];
  readonly contacts: readonly Contact[];
  readonly groups: readonly string[];
}

/** Undefined where two contacts end alike: neither is named. */
type NumberIndex = ReadonlyMap<string, Contact | undefined>;

type StoredRecord = Partial<StoredContact> & { readonly id: number };

export class Directory {
  readonly #options: DirectoryOptions;
  #sorted: Sorted | undefined;
  #numbers: { readonly of: readonly Contact[]; readonly index: NumberIndex } | undefined;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** By name; the same array until something changes. */
  get contacts(): readonly Contact[] {
    return this.#now().contacts;
  }

  get groups(): readonly string[] {
    return this.#now().groups;
  }

  get full(): boolean {
    return this.#options.records.list().length >= mostContacts;
  }

  /** Adds, or changes the one with this id. */
  save(draft: ContactDraft, id?: number): SaveResult {
    const contact = cleanContact(draft);
    const problem = contactProblem(contact);
    if (problem !== undefined) return { ok: false, problem };
    const { records, changed } = this.#options;
    if (id !== undefined) {
      if (!records.replace(id, contact)) return { ok: false, problem: 'gone' };
      changed();
      return { ok: true, id };
    }
    if (this.full) return { ok: false, problem: 'full' };
    const added = records.add(contact);
    changed();
    return { ok: true, id: added.id };
  }

  /** All that there is room for, step by step; whoever is there already is not doubled. Told at the end. */
  *addAll(drafts: readonly ContactDraft[]): Generator<void, AddedContacts> {
    const { records, changed } = this.#options;
    const known = new Set<string>();
    for (const contact of this.contacts) {
      known.add(signOf(contact));
      yield;
    }
    let added = 0;
    let left = 0;
    for (let from = 0; from < drafts.length; from += stepContacts) {
      const fresh = drafts
        .slice(from, from + stepContacts)
        .map(cleanContact)
        .filter((contact) => isNew(contact, known));
      const taken = fresh.slice(0, Math.max(0, mostContacts - records.list().length));
      const before = this.#now();
      records.addAll(taken);
      // Sorted in now, so that nobody has to put all of them in order at once.
      this.#sorted = withAdded(before, records.list());
      added += taken.length;
      left += fresh.length - taken.length;
      yield;
    }
    if (added > 0) {
      yield* this.prepare();
      changed();
    }
    return { added, known: drafts.length - added - left, left };
  }

  delete(id: number): boolean {
    const gone = this.#options.records.delete(id);
    if (gone) this.#options.changed();
    return gone;
  }

  clear(): void {
    this.#options.records.clear();
    this.#options.changed();
  }

  /** Whose number it is. */
  find(number: string): Contact | undefined {
    if (number === '') return undefined;
    const { contacts } = this.#now();
    if (this.#numbers?.of !== contacts) this.#numbers = { of: contacts, index: atOnce(numberIndex(contacts)) };
    const { index } = this.#numbers;
    const end = endKey(number);
    return index.get(exactKey(number)) ?? (end === undefined ? undefined : index.get(`…${end}`));
  }

  /** Whose numbers they are is known afterwards, so that no call waits for it. */
  *prepare(): Generator<void> {
    const { contacts } = this.#now();
    if (this.#numbers?.of === contacts) return;
    this.#numbers = { of: contacts, index: yield* numberIndex(contacts) };
  }

  /** The party with the name that the person gave it. */
  named(party: Party): Party {
    const contact = this.find(party.number);
    return contact === undefined ? party : { ...party, name: contact.name, contact: contact.id };
  }

  #now(): Sorted {
    const stored = this.#options.records.list();
    if (this.#sorted?.of !== stored) this.#sorted = sorted(stored, this.#sorted?.contacts ?? []);
    return this.#sorted;
  }
}

/** The sign is known afterwards. */
function isNew(contact: StoredContact, known: Set<string>): boolean {
  const sign = signOf(contact);
  if (contactProblem(contact) !== undefined || known.has(sign)) return false;
  known.add(sign);
  return true;
}

/** What two contacts have in common that are one. */
function signOf(contact: ContactDraft): string {
  const keys = 'id' in contact ? numberKeys(contact as Contact).exact : numbersOf(contact).map(({ number }) => exactKey(number));
  return [contact.name.toLowerCase(), ...keys].join('\n');
}

/** What another firmware, or a hand, wrote into the store is not trusted. Each record is looked at once. */
const cleaned = new WeakMap<StoredRecord, Contact>();

function contactOf(record: StoredRecord): Contact {
  const known = cleaned.get(record);
  if (known !== undefined) return known;
  const contact = { ...cleanContact(record), id: record.id };
  cleaned.set(record, contact);
  return contact;
}

function compare(a: Contact, b: Contact): number {
  return nameOrder(a.name, b.name) || a.id - b.id;
}

/** Those that were there before keep their order: sorting 5,000 names anew would hold the main thread. */
function sorted(stored: readonly StoredRecord[], before: readonly Contact[]): Sorted {
  const now = new Set(stored.map(contactOf).filter(isNamed));
  const kept = before.filter((contact) => now.delete(contact));
  const contacts = merged(kept, [...now].sort(compare));
  return { of: stored, contacts, groups: groupsOf(contacts) };
}

/** The newest of `stored` are the only difference. */
function withAdded(before: Sorted, stored: readonly StoredRecord[]): Sorted {
  const fresh = stored
    .slice(0, stored.length - before.of.length)
    .map(contactOf)
    .filter(isNamed)
    .sort(compare);
  const known = fresh.every(({ group }) => group === '' || before.groups.includes(group));
  const contacts = merged(before.contacts, fresh);
  return { of: stored, contacts, groups: known ? before.groups : groupsOf(contacts) };
}

function isNamed({ name }: Contact): boolean {
  return name !== '';
}

function groupsOf(contacts: readonly Contact[]): readonly string[] {
  return [...new Set(contacts.map(({ group }) => group))].filter((group) => group !== '').sort(nameOrder);
}

/** Two sorted lists as one. The places of few among many are found by halving. */
function merged(many: readonly Contact[], few: readonly Contact[]): readonly Contact[] {
  const parts: (readonly Contact[])[] = [];
  let from = 0;
  for (const contact of few) {
    const place = placeOf(contact, many, from);
    parts.push(many.slice(from, place), [contact]);
    from = place;
  }
  return parts.flat().concat(many.slice(from));
}

function placeOf(contact: Contact, among: readonly Contact[], from: number): number {
  let low = from;
  let high = among.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(among[middle] as Contact, contact) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface NumberKeys {
  readonly exact: readonly string[];
  readonly ends: readonly string[];
}

const keysOf = new WeakMap<Contact, NumberKeys>();

function numberKeys(contact: Contact): NumberKeys {
  const known = keysOf.get(contact);
  if (known !== undefined) return known;
  const exact = numbersOf(contact).map(({ number }) => exactKey(number));
  const ends = exact.flatMap((key) => endOf(key) ?? []).map((end) => `…${end}`);
  const keys = { exact, ends };
  keysOf.set(contact, keys);
  return keys;
}

function* numberIndex(contacts: readonly Contact[]): Generator<void, NumberIndex> {
  const index = new Map<string, Contact | undefined>();
  for (const contact of contacts) {
    const { exact, ends } = numberKeys(contact);
    for (const key of exact) if (!index.has(key)) index.set(key, contact);
    for (const end of ends) index.set(end, index.has(end) && index.get(end) !== contact ? undefined : contact);
    yield;
  }
  return index;
}

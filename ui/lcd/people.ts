// Whom a search finds, in the directory and in the call log. Names are folded once for each list; the last answer is kept, for a screen is
// drawn more often than a key is pressed.

import { type Contact, numbersOf } from '../directory-snapshot.ts';
import type { Editor } from '../entry/editor.ts';
import { found, type QueryKind, type Searched, type SearchIndex, searchEntry, searchIndex } from '../entry/search.ts';
import type { CallLogEntry } from '../phone.ts';
import type { DirectoryFilter } from './navigation.ts';

interface Prepared<T> {
  readonly index: SearchIndex<T>;
  answer: { readonly to: string; readonly items: readonly T[] } | undefined;
}

const contactLists = new WeakMap<readonly Contact[], Map<string, Prepared<Contact>>>();
const logs = new WeakMap<readonly CallLogEntry[], Map<string, Prepared<CallLogEntry>>>();

function answer<T>(prepared: Prepared<T>, query: string, kind: QueryKind): readonly T[] {
  const to = `${kind} ${query}`;
  if (prepared.answer?.to !== to) prepared.answer = { to, items: found(prepared.index, query, kind) };
  return prepared.answer.items;
}

/** By list, and by the part of it that is looked through. */
function prepared<T>(
  lists: WeakMap<readonly T[], Map<string, Prepared<T>>>,
  list: readonly T[],
  part: string,
  make: () => SearchIndex<T>,
): Prepared<T> {
  const parts = lists.get(list) ?? new Map<string, Prepared<T>>();
  lists.set(list, parts);
  const known = parts.get(part) ?? { index: make(), answer: undefined };
  parts.set(part, known);
  return known;
}

/** How what is written is to be read. */
export function queryKind({ mode }: Editor): QueryKind {
  return mode === 'search' ? 'keys' : 'letters';
}

function passes(contact: Contact, filter: DirectoryFilter): boolean {
  if (filter.kind === 'group') return contact.group === filter.group;
  return filter.kind === 'all' || contact.favourite;
}

function searchedContact(contact: Contact): Searched {
  return { name: contact.name, numbers: numbersOf(contact).map(({ number }) => number) };
}

export function foundContacts(
  contacts: readonly Contact[],
  filter: DirectoryFilter,
  query: string,
  kind: QueryKind,
): readonly Contact[] {
  if (query === '' && filter.kind === 'all') return contacts;
  const part = filter.kind === 'group' ? `group ${filter.group}` : filter.kind;
  const list = prepared(contactLists, contacts, part, () =>
    searchIndex(
      contacts.filter((contact) => passes(contact, filter)),
      searchedContact,
    ),
  );
  return answer(list, query, kind);
}

/** What looking for them needs is known afterwards; each `yield` is a place where others may have their turn. */
export function* foldedContacts(contacts: readonly Contact[]): Generator<void> {
  const index: SearchIndex<Contact>[number][] = [];
  for (const contact of contacts) {
    index.push(searchEntry(contact, searchedContact));
    yield;
  }
  prepared(contactLists, contacts, 'all', () => index);
}

const favourites = new WeakMap<readonly Contact[], boolean>();

/** Asked for with each picture, of thousands. */
export function hasFavourites(contacts: readonly Contact[]): boolean {
  const known = favourites.get(contacts) ?? contacts.some(({ favourite }) => favourite);
  favourites.set(contacts, known);
  return known;
}

/** `part` names what `passes` lets through. */
export function foundCalls(
  log: readonly CallLogEntry[],
  part: string,
  passes: (entry: CallLogEntry) => boolean,
  query: string,
  kind: QueryKind,
): readonly CallLogEntry[] {
  const list = prepared(logs, log, part, () =>
    searchIndex(log.filter(passes), ({ remote }) => ({ name: remote.name ?? '', numbers: [remote.number] })),
  );
  return query === '' ? list.index.map(({ item }) => item) : answer(list, query, kind);
}

// The directory: contacts by name, in tabs of groups, and looked through by typing.

import { type Contact, numbersOf } from '../../directory-snapshot.ts';
import { changesInMs } from '../../entry/editor.ts';
import { marksOf, numberMark } from '../../entry/search.ts';
import type { Intent, SoftKey } from '../intents.ts';
import type { DirectoryFilter, DirectoryPage } from '../navigation.ts';
import { fieldOf } from '../page-fields.ts';
import { foundContacts, hasFavourites, queryKind } from '../people.ts';
import { shownNumber } from '../shown-number.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import { partOf, queryOf, searchKeys } from './long-list.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

type Listed = Extract<DirectoryPage, { page: 'directory' }>;

function sameFilter(a: DirectoryFilter, b: DirectoryFilter): boolean {
  return a.kind === b.kind && (a.kind !== 'group' || b.kind !== 'group' || a.group === b.group);
}

function filtersOf({ snapshot: { directory } }: ViewInput): readonly DirectoryFilter[] {
  const groups = directory.groups.map((group) => ({ kind: 'group', group }) as const);
  return [{ kind: 'all' }, ...(hasFavourites(directory.contacts) ? [{ kind: 'favourites' } as const] : []), ...groups];
}

function filterText({ text }: ViewInput, filter: DirectoryFilter): string {
  return filter.kind === 'group' ? filter.group : text.directory[filter.kind];
}

function openContact(contact: Contact): Intent {
  return { do: 'open', page: { page: 'contact', contact: contact.id, focus: 0 } };
}

/** Its only number is dialled at once; of several one is chosen. */
function contactIntent(contact: Contact, answering: string | undefined): Intent {
  const [only, ...others] = numbersOf(contact);
  const number = answering ?? (others.length === 0 ? only?.number : undefined);
  return number === undefined ? openContact(contact) : { do: 'dial', number, line: undefined };
}

function rowOf(input: ViewInput, page: Listed, contact: Contact): RowView {
  const query = page.editor.text;
  const kind = queryKind(page.editor);
  const marks = marksOf(contact.name, query, kind);
  const numbers = numbersOf(contact);
  const answering =
    marks.length > 0 || query === '' ? undefined : numbers.find(({ number }) => numberMark(number, query) !== undefined);
  const shown = answering ?? numbers[0];
  const detail = shown === undefined ? '' : shownNumber(input, shown.number);
  const mark = answering === undefined ? undefined : numberMark(detail, query);
  return {
    id: String(contact.id),
    text: contact.name,
    detail: numbers.length > 1 && answering === undefined && !input.mono ? `${detail} …` : detail,
    icon: contact.favourite ? 'star' : 'contact',
    tone: contact.favourite ? 'held' : 'neutral',
    marks,
    detailMarks: mark === undefined ? [] : [mark],
    intent: contactIntent(contact, answering?.number),
  };
}

function keysOf(input: ViewInput, contact: Contact | undefined, intent: Intent | undefined): readonly (SoftKey | undefined)[] {
  const add = input.snapshot.directory.full ? undefined : softKey(input, 'add', { do: 'newContact', fields: {} });
  if (contact === undefined) return [add];
  const dial = intent?.do === 'dial' ? softKey(input, 'dial', intent, 'calm') : softKey(input, 'select', openContact(contact));
  return [dial, softKey(input, 'details', openContact(contact)), add];
}

export function directoryView(input: ViewInput, page: Listed): View<RowsBody> {
  const { text, snapshot } = input;
  const { editor } = page;
  const filters = filtersOf(input);
  const at = Math.max(
    0,
    filters.findIndex((filter) => sameFilter(filter, page.filter)),
  );
  const filter = filters[at] ?? { kind: 'all' };
  const contacts = foundContacts(snapshot.directory.contacts, filter, editor.text, queryKind(editor));
  const focus = Math.min(page.focus, Math.max(0, contacts.length - 1));
  const contact = contacts[focus];
  const { rows, window } = partOf(contacts, focus, (each) => rowOf(input, page, each));
  const intent = rows[focus - window.first]?.intent;
  const show = (chosen: DirectoryFilter): Intent => ({ do: 'replace', page: { ...page, filter: chosen, focus: 0 } });
  const tab = (step: number): Intent => show(filters[(at + step + filters.length) % filters.length] ?? { kind: 'all' });
  const { digits, longDigits, back } = searchKeys(editor);
  const field = fieldOf(page);
  const empty =
    editor.text !== '' ? text.directory.notFound : filter.kind === 'all' ? text.directory.empty : text.directory.emptyGroup;
  return framed(
    input,
    {
      title: filter.kind === 'all' || !input.mono ? text.directory.title : filterText(input, filter),
      position: contacts.length === 0 ? '' : `${focus + 1}/${contacts.length}`,
      softKeys: placedSoftKeys(input, keysOf(input, contact, intent), softKey(input, 'back', { do: 'back' })),
      keys: {
        ...focusKeys({ ...page, focus }, contacts.length),
        ...(filters.length > 1 ? { left: tab(-1), right: tab(1) } : {}),
        back,
        ...(intent === undefined ? {} : { ok: intent }),
      },
      digits,
      longDigits,
      redrawAfterMs: field && changesInMs(editor, field, input.nowMs),
    },
    {
      screen: 'list',
      id: 'directory',
      rows,
      window,
      query: queryOf(input, editor),
      focus,
      plain: false,
      tabs:
        filters.length > 1
          ? filters.map((each, index) => ({
              id: each.kind === 'group' ? `group ${each.group}` : each.kind,
              text: filterText(input, each),
              selected: index === at,
              intent: show(each),
            }))
          : [],
      empty,
    },
  );
}

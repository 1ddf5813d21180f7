// What a programmable key is to be: its kind, then whom it calls, what it does or which line it is.

import { numbersOf } from '../../directory-snapshot.ts';
import { numberEditor } from '../../entry/fields.ts';
import { isLineKey, keyAt, keyNumber } from '../../function-keys.ts';
import type { KeyEventName } from '../../function-keys-snapshot.ts';
import type { Party } from '../../phone.ts';
import { shownName } from '../../text/format.ts';
import { filled } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { AssignPage, DialledKeyKind } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import { usedLines } from './frame.ts';
import { keyName } from './function-key-look.ts';
import { chosenFrom } from './menu-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

const dialledKinds: readonly DialledKeyKind[] = ['speedDial', 'monitor', 'presence', 'park'];

const offeredEvents: readonly KeyEventName[] = [
  'missedCalls',
  'receivedCalls',
  'dialedCalls',
  'directory',
  'doNotDisturb',
  'forwarding',
  'voiceMail',
  'redial',
  'lock',
];

/** Of the call log; more than these nobody looks through. */
const mostContacts = 20;

function kinds(input: ViewInput, { key }: AssignPage): readonly RowView[] {
  const { keys } = input.text;
  const now = keyAt(input.snapshot.monitors, key);
  const open = (page: AssignPage['page'], kind: DialledKeyKind = 'speedDial'): Intent => ({
    do: 'open',
    page: { page, key, kind, focus: 0 },
  });
  const row = (id: keyof typeof keys.kinds, intent: Intent, leads: boolean): RowView => ({
    id,
    text: keys.kinds[id],
    detail: '',
    checked: (now?.kind ?? (isLineKey(key) ? 'line' : 'empty')) === id,
    leads,
    intent,
  });
  return [
    ...dialledKinds.map((kind) => row(kind, open('assignContact', kind), true)),
    row('event', open('assignEvent'), true),
    row('line', open('assignLine'), true),
    row('empty', { do: 'assignFunctionKey', key, assignment: { kind: 'empty' } }, false),
  ];
}

function events(input: ViewInput, { key }: AssignPage): readonly RowView[] {
  const now = keyAt(input.snapshot.monitors, key)?.event;
  return offeredEvents.map((event) => ({
    id: event,
    text: input.text.keys.events[event],
    detail: '',
    checked: event === now,
    intent: { do: 'assignFunctionKey', key, assignment: { kind: 'event', event } },
  }));
}

function lines(input: ViewInput, { key }: AssignPage): readonly RowView[] {
  return usedLines(input.snapshot).map(({ index, label }) => ({
    id: String(index),
    text: label,
    detail: '',
    intent: { do: 'assignFunctionKey', key, assignment: { kind: 'line', line: index } },
  }));
}

/** Each party of the call log once, newest first. */
function contacts(input: ViewInput, { key, kind }: AssignPage): readonly RowView[] {
  const known = new Map<string, Party>();
  for (const contact of input.snapshot.directory.contacts) {
    const [first] = numbersOf(contact);
    if (first !== undefined && known.size < mostContacts) known.set(first.number, { name: contact.name, number: first.number });
  }
  for (const { remote } of input.snapshot.callLog) {
    if (remote.number !== '' && !known.has(remote.number) && known.size < mostContacts) known.set(remote.number, remote);
  }
  const enter: RowView = {
    id: 'enterNumber',
    text: input.text.keys.enterNumber,
    detail: '',
    leads: true,
    intent: { do: 'open', page: { page: 'keyNumber', key, kind, editor: numberEditor(''), focus: 0 } },
  };
  const line = input.snapshot.selectedLine;
  const rows = [...known.values()].map(({ name, number }): RowView => {
    const label = shownName(name);
    const shown = shownNumber(input, shownName(number));
    return {
      id: number,
      text: label || shown,
      detail: label === '' ? '' : shown,
      intent: { do: 'assignFunctionKey', key, assignment: { kind, number, label, line } },
    };
  });
  return [enter, ...rows];
}

const rowsOf: Readonly<Record<AssignPage['page'], (input: ViewInput, page: AssignPage) => readonly RowView[]>> = {
  assignKey: kinds,
  assignEvent: events,
  assignLine: lines,
  assignContact: contacts,
};

function titleOf(input: ViewInput, page: AssignPage): string {
  const { keys } = input.text;
  switch (page.page) {
    case 'assignKey':
      return filled(isLineKey(page.key) ? keys.assignLine : keys.assign, { n: keyNumber(page.key) });
    case 'assignEvent':
      return keys.event;
    case 'assignLine':
      return keys.line;
    case 'assignContact':
      return keys.kinds[page.kind];
  }
}

export function assignKeyView(input: ViewInput, page: AssignPage): View<RowsBody> {
  const rows = rowsOf[page.page](input, page);
  return chosenFrom(input, page, page.page, {
    title: titleOf(input, page),
    screen: 'menu',
    rows,
    empty: keyName(input, page.key),
  });
}

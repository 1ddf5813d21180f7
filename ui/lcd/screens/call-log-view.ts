// The call log with its tabs, and one entry in detail.

import type { CallLogEntry, CallLogKind, PhoneSnapshot } from '../../phone.ts';
import { clockTime, dateInDigits, duration, groupedNumber, shortMoment, shownName } from '../../text/format.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import { type CallLogFilter, callLogFilters, type Page } from '../navigation.ts';
import type { Tone } from '../themes/palette.ts';
import { framed, lineOf, placedSoftKeys, softKey } from './frame.ts';
import type { RowsBody, RowView, SoftKeys, View, ViewInput } from './view.ts';

const looks: Readonly<Record<CallLogKind, { readonly icon: IconName; readonly tone: Tone }>> = {
  missed: { icon: 'missed', tone: 'error' },
  received: { icon: 'received', tone: 'calm' },
  dialed: { icon: 'dialed', tone: 'ringing' },
  rejected: { icon: 'rejected', tone: 'held' },
  forwarded: { icon: 'forward', tone: 'held' },
};

/** Declined calls and those sent on belong to those that came in. */
function passes(entry: CallLogEntry, filter: CallLogFilter): boolean {
  return (
    filter === 'all' ||
    entry.kind === filter ||
    (filter === 'received' && (entry.kind === 'rejected' || entry.kind === 'forwarded'))
  );
}

function partyOf(input: ViewInput, entry: CallLogEntry): string {
  return shownName(entry.remote.name) || groupedNumber(shownName(entry.remote.number)) || input.text.calls.unknown;
}

function rowOf(input: ViewInput, entry: CallLogEntry): RowView {
  const dial: Intent = { do: 'dial', number: entry.remote.number, line: entry.line };
  return {
    id: String(entry.id),
    text: partyOf(input, entry),
    detail: shortMoment(entry.atMs, entry.timeTrusted, input.wall, input.text),
    ...looks[entry.kind],
    state: `${entry.kind} ${entry.remote.number}`.trim(),
    ...(entry.remote.number === '' ? {} : { intent: dial }),
  };
}

/** Keys that move the focus through `count` rows of a page, around the ends. */
export function focusKeys(page: Page, count: number): View['keys'] {
  if (count < 2) return {};
  const to = (index: number): Intent => ({ do: 'focus', index: (index + count) % count });
  return { up: to(page.focus - 1), down: to(page.focus + 1) };
}

function logKeys(input: ViewInput, entry: CallLogEntry | undefined, dial: Intent | undefined): SoftKeys {
  const back = softKey(input, 'back', { do: 'back' });
  if (entry === undefined) return placedSoftKeys(input, [], back);
  return placedSoftKeys(
    input,
    [
      dial === undefined ? undefined : softKey(input, 'dial', dial, 'calm'),
      softKey(input, 'details', { do: 'open', page: { page: 'callDetails', entry: entry.id, focus: 0 } }),
      softKey(input, 'delete', { do: 'deleteEntry', entry: entry.id }),
      softKey(input, 'clear', { do: 'open', page: { page: 'clearCallLog', focus: 0 } }),
    ],
    back,
  );
}

export function callLogView(input: ViewInput, page: Extract<Page, { page: 'callLog' }>): View<RowsBody> {
  const { text, snapshot } = input;
  const entries = snapshot.callLog.filter((entry) => passes(entry, page.filter));
  const focus = Math.min(page.focus, Math.max(0, entries.length - 1));
  const entry = entries[focus];
  const tab = (step: number): Intent => {
    const index = (callLogFilters.indexOf(page.filter) + step + callLogFilters.length) % callLogFilters.length;
    return { do: 'replace', page: { page: 'callLog', filter: callLogFilters[index] ?? 'all', focus: 0 } };
  };
  const rows = entries.map((candidate) => rowOf(input, candidate));
  const dial = rows[focus]?.intent;
  return framed(
    input,
    {
      // A small screen has no tabs: its title says which calls these are.
      title: input.mono && page.filter !== 'all' ? text.callLog[page.filter] : text.menu.callLog,
      position: entries.length === 0 ? '' : `${focus + 1}/${entries.length}`,
      softKeys: logKeys(input, entry, dial),
      keys: {
        ...focusKeys({ ...page, focus }, entries.length),
        left: tab(-1),
        right: tab(1),
        back: { do: 'back' },
        ...(dial === undefined ? {} : { ok: dial }),
      },
    },
    {
      screen: 'list',
      id: 'callLog',
      rows,
      focus,
      plain: false,
      tabs: callLogFilters.map((filter) => ({ id: filter, text: text.callLog[filter], selected: filter === page.filter })),
      empty: text.callLog.empty[page.filter],
    },
  );
}

function momentOf(input: ViewInput, entry: CallLogEntry): string {
  if (!entry.timeTrusted) return input.text.callLog.timeUnknown;
  const at = { ...input.wall, ms: entry.atMs, trusted: true };
  return `${dateInDigits(at)}  ${clockTime(at, input.text)}`;
}

function factsOf(input: ViewInput, entry: CallLogEntry, snapshot: PhoneSnapshot): readonly RowView[] {
  const { callLog } = input.text;
  const fact = (id: string, label: string, value: string): RowView => ({ id, text: label, detail: value });
  return [
    { ...fact('kind', partyOf(input, entry), callLog[entry.kind]), ...looks[entry.kind], heading: true },
    fact('number', callLog.number, groupedNumber(shownName(entry.remote.number))),
    fact('time', callLog.time, momentOf(input, entry)),
    fact('duration', callLog.duration, entry.durationMs === 0 ? '' : duration(entry.durationMs)),
    fact('line', callLog.line, lineOf(snapshot, entry.line)?.label ?? ''),
  ].filter((row) => row.detail !== '');
}

export function callDetailsView(input: ViewInput, page: Extract<Page, { page: 'callDetails' }>): View<RowsBody> {
  const entry = input.snapshot.callLog.find((candidate) => candidate.id === page.entry);
  const rows = entry === undefined ? [] : factsOf(input, entry, input.snapshot);
  const number = entry?.remote.number ?? '';
  const line = entry?.line ?? input.snapshot.selectedLine;
  const dial: Intent = { do: 'dial', number, line };
  const edit: Intent = { do: 'open', page: { page: 'editNumber', text: number, cursor: number.length, line, focus: 0 } };
  const hasNumber = number !== '';
  return framed(
    input,
    {
      title: input.text.callLog.details,
      softKeys: [
        hasNumber ? softKey(input, 'dial', dial, 'calm') : undefined,
        hasNumber ? softKey(input, 'edit', edit) : undefined,
        entry === undefined ? undefined : softKey(input, 'delete', { do: 'deleteEntry', entry: entry.id }),
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: { ...focusKeys(page, rows.length), back: { do: 'back' }, ...(hasNumber ? { ok: dial } : {}) },
    },
    { screen: 'list', id: 'callDetails', rows, focus: page.focus, plain: true, tabs: [], empty: '' },
  );
}

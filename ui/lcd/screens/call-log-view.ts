// The call log with its tabs, looked through by typing.

import { changesInMs } from '../../entry/editor.ts';
import { marksOf, numberMark } from '../../entry/search.ts';
import type { CallLogEntry, CallLogKind } from '../../phone.ts';
import { shortMoment, shownName } from '../../text/format.ts';
import { filled } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import { type CallLogFilter, callLogFilters, type Page } from '../navigation.ts';
import { fieldOf } from '../page-fields.ts';
import { foundCalls, queryKind } from '../people.ts';
import { shownNumber } from '../shown-number.ts';
import type { Tone } from '../themes/palette.ts';
import { type CallGroup, callGroups } from './call-groups.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import { partOf, queryOf, searchKeys } from './long-list.ts';
import type { RowsBody, RowView, SoftKeys, View, ViewInput } from './view.ts';

export const callLooks: Readonly<Record<CallLogKind, { readonly icon: IconName; readonly tone: Tone }>> = {
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

export function partyText(input: ViewInput, entry: CallLogEntry): string {
  return shownName(entry.remote.name) || shownNumber(input, shownName(entry.remote.number)) || input.text.calls.unknown;
}

type Listed = Extract<Page, { page: 'callLog' }>;

function rowOf(input: ViewInput, page: Listed, [entry, ...earlier]: CallGroup): RowView {
  const dial: Intent = { do: 'dial', number: entry.remote.number, line: entry.line };
  const name = partyText(input, entry);
  const query = page.editor.text;
  const marks = marksOf(name, query, queryKind(page.editor));
  const number = marks.length > 0 ? undefined : numberMark(name, query);
  return {
    id: String(entry.id),
    text: earlier.length === 0 ? name : filled(input.text.callLog.times, { name, n: earlier.length + 1 }),
    detail: shortMoment(entry.atMs, entry.timeTrusted, input.wall, input.text),
    ...callLooks[entry.kind],
    state: `${entry.kind} ${entry.remote.number}`.trim(),
    marks: number === undefined ? marks : [number],
    ...(entry.remote.number === '' ? {} : { intent: dial }),
  };
}

function logKeys(input: ViewInput, group: CallGroup | undefined, dial: Intent | undefined): SoftKeys {
  const back = softKey(input, 'back', { do: 'back' });
  if (group === undefined) return placedSoftKeys(input, [], back);
  return placedSoftKeys(
    input,
    [
      dial === undefined ? undefined : softKey(input, 'dial', dial, 'calm'),
      softKey(input, 'details', { do: 'open', page: { page: 'callDetails', entry: group[0].id, focus: 0 } }),
      softKey(input, 'delete', { do: 'deleteEntries', entries: group.map(({ id }) => id) }),
      softKey(input, 'clear', { do: 'open', page: { page: 'clearCallLog', focus: 0 } }),
    ],
    back,
  );
}

export function callLogView(input: ViewInput, page: Listed): View<RowsBody> {
  const { text, snapshot } = input;
  const { editor, filter } = page;
  const entries = foundCalls(snapshot.callLog, filter, (entry) => passes(entry, filter), editor.text, queryKind(editor));
  const groups = callGroups(entries);
  const focus = Math.min(page.focus, Math.max(0, groups.length - 1));
  const show = (chosen: CallLogFilter): Intent => ({ do: 'replace', page: { ...page, filter: chosen, focus: 0 } });
  const tab = (step: number): Intent => {
    const index = (callLogFilters.indexOf(filter) + step + callLogFilters.length) % callLogFilters.length;
    return show(callLogFilters[index] ?? 'all');
  };
  const { rows, window } = partOf(groups, focus, (group) => rowOf(input, page, group));
  const dial = rows[focus - window.first]?.intent;
  const { digits, longDigits, back } = searchKeys(editor);
  const field = fieldOf(page);
  return framed(
    input,
    {
      // A small screen has no tabs: its title says which calls these are.
      title: input.mono && filter !== 'all' ? text.callLog[filter] : text.menu.callLog,
      position: groups.length === 0 ? '' : `${focus + 1}/${groups.length}`,
      softKeys: logKeys(input, groups[focus], dial),
      keys: {
        ...focusKeys({ ...page, focus }, groups.length),
        left: tab(-1),
        right: tab(1),
        back,
        ...(dial === undefined ? {} : { ok: dial }),
      },
      digits,
      longDigits,
      redrawAfterMs: field && changesInMs(editor, field, input.nowMs),
    },
    {
      screen: 'list',
      id: 'callLog',
      rows,
      window,
      // The tabs take the room; the field comes with the first key.
      ...(editor.text === '' ? {} : { query: queryOf(input, editor) }),
      focus,
      plain: false,
      tabs: callLogFilters.map((each) => ({
        id: each,
        text: text.callLog[each],
        selected: each === filter,
        intent: show(each),
      })),
      empty: editor.text === '' ? text.callLog.empty[filter] : text.callLog.notFound,
    },
  );
}

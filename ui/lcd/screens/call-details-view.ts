// One call of the log, and the earlier ones with the same number: when, how long, by which line, how it sounded; and what can be done.

import { numberEditor } from '../../entry/fields.ts';
import type { CallLogEntry, PhoneSnapshot } from '../../phone.ts';
import { clockTime, dateInDigits, duration, shownName } from '../../text/format.ts';
import type { Intent } from '../intents.ts';
import type { Page } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import { callGroups } from './call-groups.ts';
import { callLooks, partyText } from './call-log-view.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, lineOf, placedSoftKeys, saveKey, softKey } from './frame.ts';
import type { RowsBody, RowView, SoftKeys, View, ViewInput } from './view.ts';

/** Earlier calls that are listed one by one. */
const mostEarlier = 10;

function momentOf(input: ViewInput, entry: CallLogEntry): string {
  if (!entry.timeTrusted) return input.text.callLog.timeUnknown;
  const at = { ...input.wall, ms: entry.atMs, trusted: true };
  return `${dateInDigits(at)}  ${clockTime(at, input.text)}`;
}

/** Those with the same number that came right before it. */
function earlierOf({ snapshot }: ViewInput, entry: CallLogEntry): readonly CallLogEntry[] {
  const group = callGroups(snapshot.callLog).find((each) => each.includes(entry));
  return group === undefined ? [] : group.slice(group.indexOf(entry) + 1, mostEarlier);
}

function factsOf(input: ViewInput, entry: CallLogEntry, snapshot: PhoneSnapshot): readonly RowView[] {
  const { callLog, quality } = input.text;
  const fact = (id: string, label: string, value: string): RowView => ({ id, text: label, detail: value });
  return [
    { ...fact('kind', partyText(input, entry), callLog[entry.kind]), ...callLooks[entry.kind], heading: true },
    fact('number', callLog.number, shownNumber(input, shownName(entry.remote.number))),
    fact('time', callLog.time, momentOf(input, entry)),
    fact('duration', callLog.duration, entry.durationMs === 0 ? '' : duration(entry.durationMs)),
    fact('line', callLog.line, lineOf(snapshot, entry.line)?.label ?? ''),
    fact('codec', quality.codec, entry.codec ?? ''),
    fact('quality', quality.grade, entry.grade === undefined ? '' : quality[entry.grade]),
    ...earlierOf(input, entry).map((earlier) => fact(`earlier ${earlier.id}`, callLog.earlier, momentOf(input, earlier))),
  ].filter((row) => row.detail !== '');
}

function keysOf(input: ViewInput, entry: CallLogEntry, dial: Intent): SoftKeys {
  const { remote, line } = entry;
  const edit: Intent = { do: 'open', page: { page: 'editNumber', editor: numberEditor(remote.number), line, focus: 0 } };
  const name = shownName(remote.name);
  const blocked = input.snapshot.directory.blocked.some(({ number }) => number === remote.number);
  const known = remote.contact;
  const reachable = remote.number !== '';
  const keep =
    known === undefined
      ? saveKey(input, entry)
      : softKey(input, 'directory', { do: 'open', page: { page: 'contact', contact: known, focus: 0 } });
  return placedSoftKeys(
    input,
    [
      reachable ? softKey(input, 'dial', dial, 'calm') : undefined,
      reachable ? softKey(input, 'edit', edit) : undefined,
      reachable ? keep : undefined,
      reachable && !blocked ? softKey(input, 'block', { do: 'blockNumber', number: remote.number, name }) : undefined,
      softKey(input, 'delete', { do: 'deleteEntries', entries: [entry.id] }),
    ],
    softKey(input, 'back', { do: 'back' }),
  );
}

export function callDetailsView(input: ViewInput, page: Extract<Page, { page: 'callDetails' }>): View<RowsBody> {
  const entry = input.snapshot.callLog.find((candidate) => candidate.id === page.entry);
  const rows = entry === undefined ? [] : factsOf(input, entry, input.snapshot);
  const number = entry?.remote.number ?? '';
  const dial: Intent = { do: 'dial', number, line: entry?.line ?? input.snapshot.selectedLine };
  const back = softKey(input, 'back', { do: 'back' });
  return framed(
    input,
    {
      title: input.text.callLog.details,
      softKeys: entry === undefined ? [undefined, undefined, undefined, back] : keysOf(input, entry, dial),
      keys: { ...focusKeys(page, rows.length), back: { do: 'back' }, ...(number === '' ? {} : { ok: dial }) },
    },
    { screen: 'list', id: 'callDetails', rows, focus: page.focus, plain: true, tabs: [], empty: '' },
  );
}

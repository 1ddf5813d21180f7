// What the call log adds up to.

import type { CallLogKind } from '../../phone.ts';
import { duration } from '../../text/format.ts';
import type { RowView, ViewInput } from './view.ts';

const kinds: readonly CallLogKind[] = ['received', 'missed', 'dialed', 'rejected', 'forwarded'];

export function statisticsRows({ text, snapshot }: ViewInput): readonly RowView[] {
  const { callLog } = snapshot;
  const count = (kind: CallLogKind): number => callLog.filter((entry) => entry.kind === kind).length;
  const talkedMs = callLog.reduce((sum, entry) => sum + entry.durationMs, 0);
  const longestMs = callLog.reduce((most, entry) => Math.max(most, entry.durationMs), 0);
  return [
    { id: 'calls', text: text.status.calls, detail: String(callLog.length) },
    ...kinds.map((kind) => ({ id: kind, text: text.callLog[kind], detail: String(count(kind)) })),
    { id: 'talked', text: text.status.talked, detail: duration(talkedMs) },
    { id: 'longest', text: text.status.longest, detail: duration(longestMs) },
  ];
}

// Status and About: facts in rows that can be scrolled, not chosen.

import type { LineSnapshot } from '../../phone.ts';
import { macText, uptime, waitText } from '../../text/format.ts';
import { filled } from '../../text/strings.ts';
import type { FactsPage } from '../navigation.ts';
import { focusKeys } from './call-log-view.ts';
import { framed, softKey, usedLines } from './frame.ts';
import { idleLine } from './line-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

function lineFact(input: ViewInput, line: LineSnapshot): RowView {
  const { icon, tone, state } = idleLine(input, line);
  const retryAtMs = line.registration.state === 'failed' ? line.registration.retryAtMs : undefined;
  const retry =
    retryAtMs === undefined ? '' : `, ${filled(input.text.status.retry, { time: waitText(retryAtMs - input.nowMs) })}`;
  return { id: `line${line.index + 1}`, text: line.label, detail: `${state}${retry}`, icon, tone };
}

function statusRows(input: ViewInput): readonly RowView[] {
  const { snapshot, text } = input;
  const { status } = snapshot;
  const fact = (id: string, label: string, value: string): RowView => ({ id, text: label, detail: value });
  return [
    ...usedLines(snapshot).map((line) => lineFact(input, line)),
    ...(status.addresses.length === 0 ? [text.status.noAddress] : status.addresses).map((address, index) =>
      fact(`address${index + 1}`, text.status.address, address),
    ),
    fact('mac', text.status.mac, macText(status.macAddress)),
    fact('version', text.status.version, status.version),
    fact('uptime', text.status.uptime, uptime(input.nowMs - status.startedAtMs)),
  ];
}

function aboutRows(input: ViewInput): readonly RowView[] {
  const { snapshot, text } = input;
  return [
    { id: 'product', text: text.about.product, detail: snapshot.status.version, icon: 'phone', tone: 'calm', heading: true },
    { id: 'model', text: text.status.model, detail: snapshot.status.model },
    { id: 'mac', text: text.status.mac, detail: macText(snapshot.status.macAddress) },
  ];
}

export function factsView(input: ViewInput, page: FactsPage): View<RowsBody> {
  const isStatus = page.page === 'status';
  const rows = isStatus ? statusRows(input) : aboutRows(input);
  const focus = Math.min(page.focus, rows.length - 1);
  return framed(
    input,
    {
      title: isStatus ? input.text.status.title : input.text.about.title,
      position: `${focus + 1}/${rows.length}`,
      softKeys: [undefined, undefined, undefined, softKey(input, 'back', { do: 'back' })],
      keys: { ...focusKeys({ ...page, focus }, rows.length), back: { do: 'back' }, left: { do: 'back' } },
      redrawAfterMs: isStatus ? 1000 : undefined,
    },
    { screen: 'list', id: page.page, rows, focus, plain: true, tabs: [], empty: '' },
  );
}

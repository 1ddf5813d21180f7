// Status and About: facts in rows that can be scrolled, not chosen.

import type { LineSnapshot } from '../../line-snapshot.ts';
import { macText, uptime, waitText } from '../../text/format.ts';
import { filled, type Strings } from '../../text/strings.ts';
import type { FactsPage } from '../navigation.ts';
import { brandName } from '../screen-settings.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, softKey, usedLines } from './frame.ts';
import { idleLine } from './line-view.ts';
import { networkRows, systemRows } from './network-view.ts';
import { statisticsRows } from './statistics-view.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

function lineFact(input: ViewInput, line: LineSnapshot): RowView {
  const { icon, tone, state } = idleLine(input, line);
  const retryAtMs = line.registration.state === 'failed' ? line.registration.retryAtMs : undefined;
  const retry =
    retryAtMs === undefined
      ? ''
      : `, ${filled(input.text.status.retry, { time: waitText(retryAtMs - input.nowMs, input.text) })}`;
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
    fact('uptime', text.status.uptime, uptime(input.nowMs - status.startedAtMs, input.text)),
  ];
}

function aboutRows(input: ViewInput): readonly RowView[] {
  const { snapshot, text } = input;
  return [
    {
      id: 'product',
      text: brandName(input.settings),
      detail: snapshot.status.version,
      icon: 'phone',
      tone: 'calm',
      heading: true,
    },
    { id: 'model', text: text.status.model, detail: snapshot.status.model },
    { id: 'mac', text: text.status.mac, detail: macText(snapshot.status.macAddress) },
  ];
}

const facts: Readonly<
  Record<
    FactsPage['page'],
    { readonly rows: (input: ViewInput) => readonly RowView[]; readonly title: (text: Strings) => string }
  >
> = {
  status: { rows: statusRows, title: (text) => text.status.title },
  about: { rows: aboutRows, title: (text) => text.about.title },
  network: { rows: networkRows, title: (text) => text.menu.network },
  system: { rows: systemRows, title: (text) => text.menu.system },
  statistics: { rows: statisticsRows, title: (text) => text.menu.statistics },
};
/** What moves by itself is looked at again. */
const redrawsEveryMs: Readonly<Partial<Record<FactsPage['page'], number>>> = { status: 1000, network: 2000, system: 1000 };

export function factsView(input: ViewInput, page: FactsPage): View<RowsBody> {
  const { rows: rowsOf, title } = facts[page.page];
  const rows = rowsOf(input);
  const focus = Math.min(page.focus, rows.length - 1);
  return framed(
    input,
    {
      title: title(input.text),
      position: `${focus + 1}/${rows.length}`,
      softKeys: [undefined, undefined, undefined, softKey(input, 'back', { do: 'back' })],
      keys: { ...focusKeys({ ...page, focus }, rows.length), back: { do: 'back' }, left: { do: 'back' } },
      redrawAfterMs: redrawsEveryMs[page.page],
    },
    { screen: 'list', id: page.page, rows, focus, plain: true, tabs: [], empty: '' },
  );
}

// A list: rows with icon, text and detail, the focus as a filled row, tabs above and a scroll bar where it goes on.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { RowsBody, RowView } from '../screens/view.ts';

function tabs(pass: Pass, box: Rectangle, list: RowsBody['tabs']): void {
  const { palette, metrics } = pass.theme;
  const width = Math.floor((box.width - 2 * metrics.margin) / list.length);
  list.forEach((tab, index) => {
    const place = { x: box.x + metrics.margin + index * width, y: box.y, width, height: box.height };
    pass.text(`tab/${tab.id}`, { ...inset(place, 2, 0), height: box.height - 2 }, tab.text, {
      role: tab.selected ? 'smallStrong' : 'small',
      color: tab.selected ? palette.text : palette.second,
      align: 'centre',
    });
    if (tab.selected) {
      pass.fill(`tab/${tab.id}/mark`, { ...inset(place, 6, 0), y: box.y + box.height - 3, height: 3 }, palette.tone.ringing, 1);
    }
  });
  pass.fill('tab/edge', { ...box, y: box.y + box.height - 1, height: 1 }, palette.line);
}

/** The mark of a row that leads further or is chosen. */
function trailing(row: RowView): 'check' | 'right' | undefined {
  if (row.checked === true) return 'check';
  return row.leads === true ? 'right' : undefined;
}

function rowAt(pass: Pass, box: Rectangle, body: RowsBody, index: number, focusedForMs: number): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const row = body.rows[index] as RowView;
  const key = `row/${row.id}`;
  const focused = index === body.focus;
  const filled = focused && !body.plain;
  const place = mono ? box : inset(box, 4, 1);
  if (filled) pass.fill(key, place, palette.accent, metrics.radius);
  else if (focused) pass.fill(`${key}/mark`, { ...place, width: mono ? 1 : 3 }, palette.accent);
  const color = filled ? palette.onAccent : palette.text;
  const second = filled ? palette.onAccent : palette.second;
  let rest = inset(place, mono ? 3 : metrics.margin - 4, 0);
  if (row.icon !== undefined || body.rows.some((other) => other.icon !== undefined && !body.plain)) {
    const width = mono ? 9 : metrics.icon;
    const [iconBox, after] = cutLeft(rest, width);
    const tone = row.tone === undefined ? palette.second : palette.tone[row.tone];
    if (row.icon !== undefined) pass.icon(`${key}/icon`, iconBox, row.icon, filled ? palette.onAccent : tone);
    rest = cutLeft(after, mono ? 2 : metrics.gap + 4)[1];
  }
  const mark = trailing(row);
  if (mark !== undefined) {
    const [iconBox, before] = cutRight(rest, icons.widthOf(mark, metrics.icon));
    pass.icon(`${key}/trailing`, iconBox, mark, second);
    rest = cutRight(before, metrics.gap)[1];
  }
  const detailRole = mono ? 'body' : body.plain ? 'body' : 'small';
  const textRole = mono ? 'body' : body.plain ? 'small' : 'bodyStrong';
  const wanted = row.detail === '' ? 0 : pass.widthOf(row.detail, detailRole);
  const share = body.plain ? 0.7 : 0.5;
  const textWidth = pass.widthOf(row.text, textRole);
  const detailWidth = Math.min(wanted, Math.max(Math.floor(rest.width * share), rest.width - textWidth - 2 * metrics.gap));
  const [detailBox, before] = cutRight(rest, detailWidth);
  const focus = focused ? { focusedForMs } : {};
  pass.text(`${key}/detail`, detailBox, row.detail, {
    role: detailRole,
    color: body.plain ? color : second,
    align: 'right',
    ...focus,
  });
  const textBox = detailWidth === 0 ? before : cutRight(before, metrics.gap)[1];
  pass.text(`${key}/text`, textBox, row.text, { role: textRole, color: body.plain ? second : color, ...focus });
  if (!body.plain) pass.touchable(box, focused ? row.intent : { do: 'focus', index });
}

function scrollBar(pass: Pass, box: Rectangle, first: number, shown: number, count: number): void {
  const { palette } = pass.theme;
  const height = Math.max(6, Math.round((box.height * shown) / count));
  const y = box.y + Math.round(((box.height - height) * first) / Math.max(1, count - shown));
  if (pass.theme.mono) {
    pass.fill('scroll/track', { ...box, x: box.x + (box.width >> 1), width: 1 }, palette.line);
    pass.fill('scroll', { ...box, y, height }, palette.line);
    return;
  }
  pass.fill('scroll/track', box, palette.raised, box.width >> 1);
  pass.fill('scroll', { ...box, y, height }, palette.second, box.width >> 1);
}

function describeAll(pass: Pass, body: RowsBody): void {
  for (const tab of body.tabs) pass.describe({ role: 'tab', id: tab.id, text: tab.text, selected: tab.selected });
  body.rows.forEach((row, index) => {
    const focused = index === body.focus;
    pass.describe(
      {
        role: 'row',
        id: row.id,
        text: row.text,
        detail: row.detail,
        ...(row.state === undefined ? {} : { state: row.state }),
        selected: focused,
      },
      focused,
    );
  });
}

export function rows(pass: Pass, box: Rectangle, body: RowsBody, focusedForMs: number): void {
  const { metrics, palette, mono } = pass.theme;
  let place = box;
  if (body.tabs.length > 0 && !mono) {
    const [tabBox, below] = cutTop(place, pass.font('small').lineHeight + 4);
    tabs(pass, tabBox, body.tabs);
    place = below;
  }
  if (body.rows.length === 0) {
    pass.text('empty', inset(place, metrics.margin, 0), body.empty, { role: 'body', color: palette.second, align: 'centre' });
    pass.describe({ role: 'text', text: body.empty });
  }
  const shown = Math.max(1, Math.floor(place.height / metrics.row));
  // The focus stays in the middle, so that the person sees what comes before and after it.
  const first = Math.max(0, Math.min(body.focus - (shown >> 1), body.rows.length - shown));
  const scrolls = body.rows.length > shown;
  const barWidth = mono ? 3 : 4;
  const [bar, list] = cutRight(place, scrolls ? barWidth + (mono ? 1 : 3) : 0);
  const height = Math.floor(place.height / shown);
  for (let i = 0; i < Math.min(shown, body.rows.length - first); i += 1) {
    rowAt(pass, { ...list, y: place.y + i * height, height }, body, first + i, focusedForMs);
  }
  if (scrolls)
    scrollBar(
      pass,
      { ...inset(bar, 0, mono ? 1 : 4), width: barWidth, x: bar.x + (mono ? 1 : 0) },
      first,
      shown,
      body.rows.length,
    );
  describeAll(pass, body);
}

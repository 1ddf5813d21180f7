// A list: rows with icon, text and detail, the focus as a filled row, tabs above and a scroll bar where it goes on.

import type { Rectangle } from '#hal/display/display';
import type { Intent } from '../intents.ts';
import type { Pass, TextStyle } from '../pass.ts';
import { cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { QueryView, RowsBody, RowView } from '../screens/view.ts';
import { underline } from './marks.ts';
import { drawSwitch, switchWidth } from './switch.ts';
import { textField } from './text-field.ts';

/** Each as wide as its word, the rest shared; where they are too many, those around the chosen one. */
function tabPlaces(pass: Pass, box: Rectangle, list: RowsBody['tabs']): readonly Rectangle[] {
  const { gap, keyboardRow } = pass.theme.metrics;
  const widths = list.map((tab) =>
    Math.min(box.width >> 1, Math.max(keyboardRow, pass.widthOf(tab.text, 'smallStrong') + 2 * gap)),
  );
  const chosen = list.findIndex((tab) => tab.selected);
  let first = 0;
  while (first < chosen && sum(widths.slice(first, chosen + 1)) > box.width) first += 1;
  let last = first;
  while (last < list.length && sum(widths.slice(first, last + 1)) <= box.width) last += 1;
  const extra = Math.floor((box.width - sum(widths.slice(first, last))) / Math.max(1, last - first));
  let x = box.x;
  return widths.map((own, index) => {
    const width = index >= first && index < last ? own + extra : 0;
    const place = { ...box, x, width };
    x += width;
    return place;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function tabs(pass: Pass, box: Rectangle, list: RowsBody['tabs']): void {
  const { palette, metrics } = pass.theme;
  const places = tabPlaces(pass, inset(box, metrics.margin, 0), list);
  list.forEach((tab, index) => {
    const place = places[index];
    if (place === undefined || place.width <= 4) return;
    pass.text(`tab/${tab.id}`, { ...inset(place, 2, 0), height: box.height - 2 }, tab.text, {
      role: tab.selected ? 'smallStrong' : 'small',
      color: tab.selected ? palette.text : palette.second,
      align: 'centre',
    });
    if (metrics.keyboardRow > 0) pass.touchable(place, tab.intent);
    if (tab.selected) {
      pass.fill(`tab/${tab.id}/mark`, { ...inset(place, 6, 0), y: box.y + box.height - 3, height: 3 }, palette.tone.ringing, 1);
    }
  });
  pass.fill('tab/edge', { ...box, y: box.y + box.height - 1, height: 1 }, palette.line);
}

/** The mark of a row that leads further, is chosen or is kept as it is. */
function trailing(row: RowView): 'check' | 'lock' | 'right' | undefined {
  if (row.kept === true) return 'lock';
  if (row.checked === true) return 'check';
  return row.leads === true ? 'right' : undefined;
}

/** What a row's parts are drawn with; a filled row turns all of them over. */
interface RowStyle {
  readonly text: TextStyle;
  readonly detail: TextStyle;
  readonly gap: number;
}

function styleOf(pass: Pass, body: RowsBody, row: RowView, filled: boolean): RowStyle {
  const { palette, metrics, mono } = pass.theme;
  const first = filled ? palette.onAccent : palette.text;
  const second = filled ? palette.onAccent : palette.second;
  if (mono) return { text: { role: 'body', color: first }, detail: { role: 'body', color: first }, gap: 5 };
  const label = row.heading === true || !body.plain;
  return {
    text: label ? { role: 'bodyStrong', color: first } : { role: 'small', color: second },
    detail: body.plain ? { role: 'body', color: first } : { role: 'small', color: second },
    gap: metrics.gap,
  };
}

/** Icons on both ends of a row; gives what is left between them. */
function rowIcons(pass: Pass, box: Rectangle, body: RowsBody, row: RowView, filled: boolean): Rectangle {
  const { palette, metrics, mono } = pass.theme;
  let rest = box;
  const aligned = !body.plain && body.rows.some((other) => other.icon !== undefined);
  if (row.icon !== undefined || aligned) {
    const [iconBox, after] = cutLeft(rest, mono ? 9 : metrics.icon);
    const tone = palette.tone[row.tone ?? 'neutral'];
    if (row.icon !== undefined) pass.icon(`row/${row.id}/icon`, iconBox, row.icon, filled ? palette.onAccent : tone);
    rest = cutLeft(after, mono ? 2 : metrics.iconGap + 2)[1];
  }
  return trailingMark(pass, rest, row, filled);
}

/** A switch, a tick or the sign that the row leads on; gives what is left before it. */
function trailingMark(pass: Pass, box: Rectangle, row: RowView, filled: boolean): Rectangle {
  const { palette, metrics, icons } = pass.theme;
  const mark = trailing(row);
  if (row.on === undefined && mark === undefined) return box;
  const [place, before] = cutRight(box, mark === undefined ? switchWidth(pass) : icons.widthOf(mark, metrics.icon));
  if (mark !== undefined) pass.icon(`row/${row.id}/trailing`, place, mark, filled ? palette.onAccent : palette.second);
  else drawSwitch(pass, `row/${row.id}/switch`, place, row.on === true, filled);
  return cutRight(before, metrics.gap)[1];
}

/** Text on the left, detail on the right. Where both are too long the detail gets at most its share. */
function rowTexts(
  pass: Pass,
  box: Rectangle,
  body: RowsBody,
  row: RowView,
  style: RowStyle,
  focusedForMs: number | undefined,
): void {
  const focus = focusedForMs === undefined ? {} : { focusedForMs };
  const textWidth = pass.widthOf(row.text, style.text.role);
  const share = Math.floor(box.width * (body.plain ? 0.7 : 0.5));
  const room = Math.max(share, box.width - textWidth - style.gap);
  // The switch says it already.
  const detailWidth = row.detail === '' || row.on !== undefined ? 0 : Math.min(pass.widthOf(row.detail, style.detail.role), room);
  const [detailBox, before] = cutRight(box, detailWidth);
  const textBox = detailWidth === 0 ? before : cutRight(before, style.gap)[1];
  pass.text(`row/${row.id}/text`, textBox, row.text, { ...style.text, ...focus });
  // Two texts that scroll at once cannot be read: the detail waits until the text has room.
  const detailFocus = textWidth <= textBox.width ? focus : {};
  pass.text(`row/${row.id}/detail`, detailBox, row.detail, { ...style.detail, align: 'right', ...detailFocus });
  underline(pass, `row/${row.id}/text`, textBox, row.text, row.marks ?? [], style.text);
  const right = { ...style.detail, align: 'right' } as const;
  underline(pass, `row/${row.id}/detail`, detailBox, row.detail, row.detailMarks ?? [], right);
}

/** What is looked for, above the rows. */
function query(pass: Pass, box: Rectangle, { text, hint, mode, pending, intent }: QueryView): void {
  pass.touchable(box, intent);
  const { palette, metrics, mono } = pass.theme;
  const field = mono ? box : inset(box, metrics.margin - 4, 2);
  pass.fill('query', field, mono ? palette.ground : palette.raised, metrics.radius);
  const within = inset(field, mono ? 2 : 8, 0);
  const [modeBox, before] = cutRight(within, pass.widthOf(mode, 'smallStrong') + 1);
  const line = cutRight(before, metrics.gap)[1];
  pass.text('query/mode', modeBox, mode, { role: 'smallStrong', color: palette.tone.ringing, align: 'right' });
  if (text === '') pass.text('query/hint', line, hint, { role: 'body', color: palette.second });
  else textField(pass, 'query', line, { value: text, cursor: text.length, pending }, 'body');
  if (mono) pass.fill('query/edge', { ...box, y: box.y + box.height - 1, height: 1 }, palette.line);
}

/** In a menu a touch is enough; in a list of calls the first one looks, the second one does. */
function touchIntent(body: RowsBody, { intent }: RowView, index: number): Intent | undefined {
  if (index === body.focus) return intent;
  return body.screen === 'menu' && intent !== undefined ? { do: 'choose', index, intent } : { do: 'focus', index };
}

function rowAt(pass: Pass, box: Rectangle, body: RowsBody, index: number, focusedForMs: number, scrolls: boolean): void {
  const { palette, metrics, mono } = pass.theme;
  const row = body.rows[index - (body.window?.first ?? 0)];
  if (row === undefined) return;
  const focused = index === body.focus;
  const filled = focused && !body.plain;
  const place = mono ? box : inset(box, 4, 1);
  if (filled) pass.fill(`row/${row.id}`, place, palette.accent, metrics.radius);
  else if (focused && scrolls) pass.fill(`row/${row.id}/mark`, { ...place, width: mono ? 1 : 3 }, palette.accent);
  const between = rowIcons(pass, inset(place, mono ? 3 : metrics.margin - 4, 0), body, row, filled);
  rowTexts(pass, between, body, row, styleOf(pass, body, row, filled), focused ? focusedForMs : undefined);
  if (!body.plain) pass.touchable(box, touchIntent(body, row, index), box.height);
}

export function scrollBar(pass: Pass, box: Rectangle, first: number, shown: number, count: number): void {
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

/** A tick without words is a state too. */
function stateOf({ state, checked }: RowView): { readonly state?: string } {
  if (state !== undefined) return { state };
  return checked === true ? { state: 'chosen' } : {};
}

function describeAll(pass: Pass, body: RowsBody): void {
  if (body.query !== undefined) {
    pass.describe({ role: 'text', id: 'query', text: body.query.text, detail: body.query.mode });
  }
  for (const tab of body.tabs) pass.describe({ role: 'tab', id: tab.id, text: tab.text, selected: tab.selected });
  body.rows.forEach((row, index) => {
    const focused = index + (body.window?.first ?? 0) === body.focus;
    pass.describe(
      {
        role: 'row',
        id: row.id,
        text: row.text,
        detail: row.detail,
        ...stateOf(row),
        selected: focused,
      },
      focused,
    );
  });
}

/** Of the width, where the tabs leave it that. */
const queryShare = 0.3;

/** For a finger tabs and search are so high that they stand beside each other. */
function touchedHead(pass: Pass, box: Rectangle, body: RowsBody): Rectangle {
  const { keyboardRow, row } = pass.theme.metrics;
  if (body.tabs.length === 0 && body.query === undefined) return box;
  const [head, below] = cutTop(box, body.tabs.length === 0 ? row : keyboardRow);
  const share = body.query === undefined ? 0 : body.tabs.length === 0 ? 1 : queryShare;
  const [queryBox, tabBox] = cutRight(head, Math.round(box.width * share));
  if (body.tabs.length > 0) tabs(pass, tabBox, body.tabs);
  if (body.query !== undefined) query(pass, queryBox, body.query);
  return below;
}

/** Tabs and the search above the rows, where there is room; gives what is left. */
function head(pass: Pass, box: Rectangle, body: RowsBody): Rectangle {
  const { metrics, mono } = pass.theme;
  if (metrics.keyboardRow > 0) return touchedHead(pass, box, body);
  let place = box;
  if (body.tabs.length > 0 && !mono) {
    const [tabBox, below] = cutTop(place, pass.font('small').lineHeight + 4);
    tabs(pass, tabBox, body.tabs);
    place = below;
  }
  // A small screen shows the field only while something is typed into it.
  if (body.query === undefined || (mono && body.query.text === '')) return place;
  const [queryBox, below] = cutTop(place, mono ? pass.font('body').lineHeight : Math.min(metrics.row, 44));
  query(pass, queryBox, body.query);
  return below;
}

export function rows(pass: Pass, box: Rectangle, body: RowsBody, focusedForMs: number): void {
  const { metrics, palette, mono } = pass.theme;
  const place = head(pass, box, body);
  if (body.rows.length === 0) {
    pass.text('empty', inset(place, metrics.margin, 0), body.empty, { role: 'body', color: palette.second, align: 'centre' });
    pass.describe({ role: 'text', text: body.empty });
  }
  const count = body.window?.count ?? body.rows.length;
  const shown = Math.max(1, Math.floor(place.height / metrics.row));
  // The focus stays in the middle, so that the person sees what comes before and after it.
  const first = Math.max(0, Math.min(body.focus - (shown >> 1), count - shown));
  const scrolls = count > shown;
  const barWidth = mono ? 3 : 4;
  const [bar, list] = cutRight(place, scrolls ? barWidth + (mono ? 1 : 3) : 0);
  const height = Math.floor(place.height / shown);
  // Facts are drawn along, too, though there is nothing to touch.
  if (body.plain && scrolls) pass.touchable(list, { do: 'focus', index: body.focus }, height);
  for (let i = 0; i < Math.min(shown, count - first); i += 1) {
    rowAt(pass, { ...list, y: place.y + i * height, height }, body, first + i, focusedForMs, scrolls);
  }
  const barPlace = { ...inset(bar, 0, mono ? 1 : 4), width: barWidth, x: bar.x + (mono ? 1 : 0) };
  if (scrolls) scrollBar(pass, barPlace, first, shown, count);
  describeAll(pass, body);
}

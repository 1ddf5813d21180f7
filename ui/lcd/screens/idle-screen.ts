// Draws the idle screen: the time large, what waits below it, the lines at their keys.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutTop, inset } from '../raster/box.ts';
import type { Color } from '../raster/canvas.ts';
import { lineKeyColumns } from '../widgets/line-keys.ts';
import { noticeBanner } from '../widgets/notice-banner.ts';
import { tile } from '../widgets/tile.ts';
import type { IdleBody, LogoView, View } from './view.ts';

function describe(pass: Pass, body: IdleBody): void {
  pass.describe({ role: 'text', id: 'time', text: body.time });
  if (body.date !== '') pass.describe({ role: 'text', id: 'date', text: body.date });
  for (const { id, text } of body.status) pass.describe({ role: 'status', id, text });
}

/** Status rows at the lower end, as many as there is room for; gives what is left. */
function statusRows(pass: Pass, box: Rectangle, body: IdleBody, upper: number): Rectangle {
  const { palette, metrics, mono, icons } = pass.theme;
  const role = mono ? 'small' : 'body';
  const height = pass.font(role).lineHeight + (mono ? 0 : 2);
  // One line on a small screen, and no more than leaves room for what stands above: the most important comes first.
  const room = Math.max(0, Math.floor((box.height - upper) / height));
  const shown = Math.min(mono ? Math.max(1, room) : Math.min(3, room), body.status.length);
  // On a picture the rows have a ground of their own: their icons have colours that mean something.
  if (body.background !== undefined && shown > 0) {
    pass.fill('status/ground', inset(cutBottom(box, shown * height)[0], metrics.margin - 4, 0), palette.ground, metrics.radius);
  }
  let rest = box;
  for (const { id, icon, tone, text } of body.status.slice(0, shown).toReversed()) {
    const [line, above] = cutBottom(rest, height);
    const place = inset(line, metrics.margin + (mono ? 0 : 4), 0);
    const width = icons.widthOf(icon, metrics.icon) + metrics.iconGap;
    const wide = width + pass.widthOf(text, role);
    const start = mono ? cutLeft(place, (place.width - wide) >> 1)[1] : place;
    const [iconBox, words] = cutLeft(start, icons.widthOf(icon, metrics.icon));
    pass.icon(`status/${id}/icon`, iconBox, icon, palette.tone[tone]);
    pass.text(`status/${id}`, cutLeft(words, width - iconBox.width)[1], text, { role, color: palette.text });
    rest = above;
  }
  return rest;
}

/** The time, and behind it which half of the day where hours go to 12 only. */
function clockFace(pass: Pass, box: Rectangle, body: IdleBody): void {
  const { palette, metrics, mono } = pass.theme;
  const role = mono ? 'small' : 'titleStrong';
  // With a notice and missed calls below there is no room for large digits on a small screen.
  const large = box.height >= pass.font('clock').capHeight ? 'clock' : 'title';
  const style = { role: large, color: palette.text } as const;
  const halfWidth = body.half === '' ? 0 : pass.widthOf(body.half, role) + metrics.gap;
  const width = pass.widthOf(body.time, large);
  const start = mono ? Math.max(0, (box.width - width - halfWidth) >> 1) : 0;
  const [digits, behind] = cutLeft(cutLeft(box, start)[1], width);
  pass.text('clock', digits, body.time, style);
  if (body.half === '') return;
  // Both stand on the same line.
  const below = (pass.font(large).capHeight - pass.font(role).capHeight) >> 1;
  const half = cutLeft(cutLeft(behind, metrics.gap)[1], halfWidth - metrics.gap)[0];
  pass.text('clock/half', { ...half, y: half.y + below }, body.half, {
    role,
    color: body.background === undefined ? palette.second : palette.text,
  });
}

/** Where there is room for the whole of it. */
function drawLogo(pass: Pass, box: Rectangle, logo: LogoView | undefined, color: Color): void {
  const { palette } = pass.theme;
  if (logo?.picture !== undefined) {
    const { width, height } = logo.picture;
    if (width > box.width || height > box.height) return;
    pass.picture('logo', { ...box, width, height }, logo.picture, palette.ground);
  } else if (logo?.text !== undefined) {
    const height = pass.font('bodyStrong').lineHeight;
    if (height > box.height) return;
    pass.text('logo', { ...box, height }, logo.text, { role: 'bodyStrong', color });
    pass.describe({ role: 'text', id: 'logo', text: logo.text });
  }
}

/** Below the date, or as low as there is room; gives what is left below it. */
function newCallTile(pass: Pass, box: Rectangle, { newCall }: IdleBody): Rectangle {
  const { keyboardRow, gap } = pass.theme.metrics;
  const room = Math.max(0, box.height - keyboardRow);
  const [place, rest] = cutTop(cutTop(box, Math.min(gap, room))[1], keyboardRow);
  if (newCall !== undefined) tile(pass, cutLeft(place, Math.min(place.width, keyboardRow * 4))[0], newCall);
  return cutTop(rest, gap)[1];
}

export function idleScreen(pass: Pass, box: Rectangle, view: View<IdleBody>): void {
  const { body } = view;
  const { palette, metrics, mono } = pass.theme;
  describe(pass, body);
  let place = lineKeyColumns(pass, box, body.lines);
  place = noticeBanner(pass, place, view.notice);
  if (mono) {
    place = statusRows(pass, place, body, 32);
    const withDate = place.height >= 30;
    const [date, above] = cutBottom(place, withDate ? pass.font('small').lineHeight + 2 : 0);
    const clock = above;
    clockFace(pass, clock, body);
    pass.text('date', date, body.date, { role: 'small', color: palette.text, align: 'centre' });
    return;
  }
  const clockHeight = Math.round(pass.font('clock').capHeight * 1.3);
  const dateRole = pass.widthOf(body.date, 'title') <= place.width - 2 * (metrics.margin + 4) ? 'title' : 'body';
  const dateHeight = body.date === '' ? 0 : pass.font(dateRole).lineHeight;
  const tileHeight = body.newCall === undefined ? 0 : metrics.keyboardRow;
  const upper = tileHeight === 0 ? 0 : clockHeight + dateHeight + tileHeight + 4 * metrics.gap;
  const rest = statusRows(pass, cutBottom(place, metrics.gap)[1], body, upper);
  const words = inset(rest, metrics.margin + 4, 0);
  const above = (words.height - clockHeight - dateHeight - tileHeight) >> 1;
  const top = cutTop(words, Math.max(0, Math.min(metrics.margin + 4, above)))[1];
  const [clock, below] = cutTop(top, clockHeight);
  clockFace(pass, clock, body);
  const [date, free] = cutTop(below, dateHeight);
  // On a picture only the first colour of text can be read for certain.
  const color = body.background === undefined ? palette.second : palette.text;
  pass.text('date', date, body.date, { role: dateRole, color });
  const between = cutTop(free, metrics.gap)[1];
  drawLogo(pass, tileHeight === 0 ? between : newCallTile(pass, between, body), body.logo, color);
}

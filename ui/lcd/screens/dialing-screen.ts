// Draws dialling: the path, the number large, matches from the call log below it.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import type { Color } from '../raster/canvas.ts';
import { fitting } from '../widgets/call-front.ts';
import { callStrips } from '../widgets/call-strip.ts';
import { besideKeyPad } from '../widgets/key-pad.ts';
import { underline } from '../widgets/marks.ts';
import type { DialingBody, MatchView, View } from './view.ts';

/** A long number shows its end: that is where the next digit appears. */
function lastPart(pass: Pass, text: string, width: number): string {
  const font = pass.font('titleStrong');
  if (font.widthOf(text) <= width) return text;
  const characters = [...text];
  let from = 1;
  while (from < characters.length && font.widthOf(font.ellipsis + characters.slice(from).join('')) > width) from += 1;
  return font.ellipsis + characters.slice(from).join('');
}

function heading(pass: Pass, box: Rectangle, body: DialingBody): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const [iconBox, words] = cutLeft(box, icons.widthOf(body.icon, metrics.icon));
  pass.icon('dialing/icon', iconBox, body.icon, palette.tone.calm);
  const text = cutLeft(words, metrics.iconGap)[1];
  pass.text('dialing/heading', text, body.heading, { role: mono ? 'body' : 'bodyStrong', color: palette.second });
}

/** The ground of a match and the colour on it; for a finger each is a card. Gives where the words stand. */
function matchGround(pass: Pass, line: Rectangle, key: string, { intent }: MatchView, focused: boolean): [Rectangle, Color] {
  const { palette, metrics, mono } = pass.theme;
  if (metrics.keyboardRow > 0) {
    pass.fill(key, inset(line, 0, 2), focused ? palette.accent : palette.raised, metrics.radius);
    pass.touchable(line, intent);
    return [inset(line, metrics.gap, 0), focused ? palette.onAccent : palette.text];
  }
  if (focused) pass.fill(key, line, palette.accent, metrics.radius);
  return [inset(line, mono ? 1 : 6, 0), focused ? palette.onAccent : palette.second];
}

function matchRow(pass: Pass, line: Rectangle, key: string, match: MatchView, focused: boolean): void {
  const { metrics, mono } = pass.theme;
  const role = 'body';
  const [place, color] = matchGround(pass, line, key, match, focused);
  const most = match.name === '' ? place.width : Math.round(place.width * 0.65);
  const numberWidth = Math.min(pass.widthOf(match.number, role), most);
  const [number, name] = match.name === '' ? [place, { ...place, width: 0 }] : cutRight(place, numberWidth);
  const nameBox = cutRight(name, mono ? 5 : metrics.gap)[1];
  pass.text(`${key}/name`, nameBox, match.name, { role, color });
  underline(pass, `${key}/name`, nameBox, match.name, match.nameMarks, { role, color });
  const style = { role, color, align: match.name === '' ? 'left' : 'right' } as const;
  pass.text(`${key}/number`, number, match.number, style);
  underline(pass, `${key}/number`, number, match.number, match.numberMarks, style);
}

/** As many as there is room for, the one that has the focus among them. */
function matches(pass: Pass, box: Rectangle, body: DialingBody): void {
  const { mono, metrics } = pass.theme;
  const height = Math.max(metrics.keyboardRow, pass.font('body').lineHeight + (mono ? -1 : 4));
  const shown = Math.max(0, Math.floor(box.height / height));
  const first = Math.max(0, (body.focus ?? 0) + 1 - shown);
  body.matches.slice(first, first + shown).forEach((match, place) => {
    const index = first + place;
    matchRow(pass, { ...box, y: box.y + place * height, height }, `match/${index}`, match, index === body.focus);
  });
}

/** The number with the cursor behind it, or the hint behind the cursor. */
function numberField(pass: Pass, field: Rectangle, body: DialingBody): void {
  const { palette, metrics, mono } = pass.theme;
  const cursor = mono ? 1 : 2;
  if (!mono) {
    pass.fill('dialing/field', field, palette.raised, metrics.radius);
    pass.fill('dialing/underline', cutBottom(field, 3)[0], palette.tone.ringing, 1);
  }
  const whole = mono ? field : inset(field, 8, 3);
  // A number is read from left to right in every language: where it ends at the edge the cursor needs room behind it.
  const line = pass.theme.rightToLeft ? inset(whole, cursor + 2, 0) : whole;
  const room = line.width - cursor - 4;
  const typed = body.number !== '';
  const role = fitting(pass, body.number, room, ['large', 'titleStrong']);
  const shown = typed ? lastPart(pass, body.number, room) : '';
  if (typed) pass.text('dialing/number', line, shown, { role, color: palette.text });
  else {
    const style = { role: mono ? 'body' : 'title', color: palette.second } as const;
    pass.text('dialing/hint', cutLeft(line, cursor + 4)[1], body.hint, style);
  }
  const height = Math.min(line.height - 2, pass.font('large').capHeight + (mono ? 2 : 8));
  const style = { role, color: palette.tone.ringing };
  pass.caret('dialing/cursor', line, shown, shown.length, style, { width: cursor, height });
}

function describe(pass: Pass, body: DialingBody): void {
  pass.describe({ role: 'number', id: 'number', text: body.rawNumber, detail: body.number }, body.focus === undefined);
  if (body.number === '') pass.describe({ role: 'text', id: 'hint', text: body.hint });
  body.matches.forEach(({ name, number }, index) => {
    const selected = index === body.focus;
    pass.describe({ role: 'text', id: 'match', text: name, detail: number, ...(selected ? { selected } : {}) }, selected);
  });
}

export function dialingScreen(pass: Pass, box: Rectangle, view: View<DialingBody>): void {
  const { body } = view;
  const { metrics, mono } = pass.theme;
  const beside = besideKeyPad(pass, box);
  const place = inset(callStrips(pass, beside, body.others, body.moreText), metrics.margin, 0);
  const [headingBox, below] = cutTop(place, pass.font('bodyStrong').lineHeight + (mono ? 0 : 8));
  heading(pass, headingBox, body);
  const smallField = body.matches.length > 0 ? pass.font('large').lineHeight - 1 : Math.min(below.height, 28);
  const [field, rest] = cutTop(below, mono ? smallField : pass.font('large').lineHeight + 10);
  numberField(pass, mono ? field : { ...field, x: field.x - 4, width: field.width + 8 }, body);
  describe(pass, body);
  matches(pass, cutTop(rest, mono ? 0 : metrics.gap)[1], body);
}

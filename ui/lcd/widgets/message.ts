// A message in the middle of the screen: icon, a short title and a sentence that wraps.

import type { Rectangle } from '#hal/display/display';
import { brokenLines } from '../../text/line-break.ts';
import { directionOf, readingAs } from '../../text/visual-order.ts';
import type { Font } from '../fonts/font.ts';
import type { Pass } from '../pass.ts';
import { cutTop, inset } from '../raster/box.ts';
import type { NoticeBody } from '../screens/view.ts';
import { fitting } from './call-front.ts';

/** More than a screen holds. */
const longestMessage = 600;

/** The last line that there is room for is shortened. */
export function wrapped(font: Font, text: string, width: number, mostLines: number): readonly string[] {
  const lines = brokenLines(text.slice(0, longestMessage), (line) => font.widthOf(line) <= width, Math.max(1, mostLines));
  const direction = directionOf(text);
  return lines.map((line) => readingAs(direction, font.shortened(line, width)));
}

const unspaced = (lines: readonly string[]): string => lines.join('').replaceAll(' ', '');

/** As many lines as it takes, but of like length: no word stands alone at the end. */
function balanced(font: Font, text: string, width: number, mostLines: number): readonly string[] {
  const widest = wrapped(font, text, width, mostLines);
  for (const share of [0.5, 0.6, 0.7, 0.8, 0.9]) {
    const narrower = wrapped(font, text, Math.floor(width * share), mostLines);
    if (narrower.length === widest.length && unspaced(narrower) === unspaced(widest)) return narrower;
  }
  return widest;
}

export function message(pass: Pass, box: Rectangle, body: NoticeBody, focusedForMs: number): void {
  const { palette, metrics, mono } = pass.theme;
  const place = inset(box, metrics.margin * (mono ? 1 : 2), 0);
  const titleRole = fitting(pass, body.title, place.width, mono ? ['body'] : ['titleStrong', 'bodyStrong']);
  const textRole = mono ? 'small' : 'body';
  const iconSize = mono ? 0 : metrics.icon * 2 + 4;
  const titleHeight = pass.font(titleRole).lineHeight;
  const lineHeight = pass.font(textRole).lineHeight;
  const room = Math.max(1, Math.floor((place.height - iconSize - titleHeight - metrics.gap) / lineHeight));
  const lines = body.text === '' ? [] : balanced(pass.font(textRole), body.text, place.width, room);
  const height = iconSize + (mono ? 0 : metrics.gap) + titleHeight + lines.length * lineHeight;
  let rest = cutTop(place, Math.max(0, (place.height - height) >> 1))[1];
  if (!mono) {
    const [iconBox, below] = cutTop(rest, iconSize);
    pass.icon('message/icon', iconBox, body.icon, palette.tone[body.tone], iconSize);
    rest = cutTop(below, metrics.gap)[1];
  }
  const [titleBox, below] = cutTop(rest, titleHeight);
  pass.text('message/title', titleBox, body.title, { role: titleRole, color: palette.text, align: 'centre', focusedForMs });
  rest = below;
  lines.forEach((line, index) => {
    const [lineBox, after] = cutTop(rest, lineHeight);
    pass.text(`message/${index}`, lineBox, line, { role: textRole, color: palette.second, align: 'centre' });
    rest = after;
  });
  pass.describe({ role: 'text', id: 'title', text: body.title });
  if (body.text !== '') pass.describe({ role: 'text', id: 'text', text: body.text });
}

// A notice on the idle screen: what is wrong, in two lines, without taking the screen away.

import type { Rectangle } from '#hal/display/display';
import type { Notice } from '../../phone.ts';
import type { Pass } from '../pass.ts';
import { cutBottom, cutLeft, cutTop, inset } from '../raster/box.ts';
import { noticeLooks } from '../screens/notice-view.ts';
import { wrapped } from './message.ts';

/** What is wrong is read to its end before what to do begins; the whole is behind Details. */
function twoLines(pass: Pass, box: Rectangle, { title, text }: Notice): void {
  const { palette } = pass.theme;
  const [first, second] = cutTop(box, pass.font('small').lineHeight);
  const [start = '', rest] = wrapped(pass.font('smallStrong'), title, box.width, 2);
  const strong = { role: 'smallStrong', color: palette.text } as const;
  pass.text('notice/title', first, start, strong);
  if (rest !== undefined) pass.text('notice/title2', second, rest, strong);
  else pass.text('notice/text', second, text, { role: 'small', color: palette.second });
}

/** Lays the banner at the lower end of the box and gives what is left above it. */
export function noticeBanner(pass: Pass, box: Rectangle, notice: Notice | undefined): Rectangle {
  if (notice === undefined) return box;
  const { palette, metrics, mono, icons } = pass.theme;
  const { icon, tone } = noticeLooks[notice.severity];
  const lineHeight = pass.font('small').lineHeight;
  const lines = mono ? 1 : 2;
  const [band, rest] = cutBottom(box, lines * lineHeight + (mono ? 1 : 14));
  const place = mono ? band : inset(band, metrics.margin - 4, 3);
  pass.fill('notice', place, mono ? palette.accent : palette.raised, mono ? 0 : metrics.radius);
  if (!mono) pass.fill('notice/edge', { ...inset(place, 0, 4), width: 4 }, palette.tone[tone], 2);
  const [iconBox, words] = cutLeft(inset(place, mono ? 2 : 10, mono ? 0 : 4), icons.widthOf(icon, metrics.icon));
  pass.icon('notice/icon', iconBox, icon, mono ? palette.onAccent : palette.tone[tone]);
  const text = cutLeft(words, metrics.iconGap)[1];
  if (mono) pass.text('notice/title', text, notice.title, { role: 'small', color: palette.onAccent });
  else twoLines(pass, text, notice);
  pass.touchable(band, { do: 'open', page: { page: 'notice', notice: notice.id, focus: 0 } });
  return rest;
}

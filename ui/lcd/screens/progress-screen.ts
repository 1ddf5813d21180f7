// Draws something that takes time: what it is, how far it is, and a word about it.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { centred, cutTop, inset } from '../raster/box.ts';
import { fitting } from '../widgets/call-front.ts';
import { wrapped } from '../widgets/message.ts';
import { progressBar, wanderingBar } from '../widgets/progress-bar.ts';
import type { ProgressBody, View } from './view.ts';

/** The logo, or the icon that stands for it; gives what is left below. */
function mark(pass: Pass, box: Rectangle, body: ProgressBody, size: number): Rectangle {
  const { palette, metrics } = pass.theme;
  if (size === 0) return box;
  const [place, below] = cutTop(box, size);
  if (body.logo !== undefined) pass.picture('progress/logo', place, body.logo, palette.sky);
  else pass.icon('progress/icon', place, body.icon, palette.tone[body.tone], size);
  return cutTop(below, metrics.gap)[1];
}

export function progressScreen(pass: Pass, box: Rectangle, view: View<ProgressBody>): void {
  const { body } = view;
  const { palette, metrics, mono } = pass.theme;
  const place = inset(box, metrics.margin * (mono ? 1 : 2), 0);
  const titleRole = fitting(pass, body.title, place.width, mono ? ['bodyStrong'] : ['titleStrong', 'bodyStrong']);
  const textRole = mono ? 'small' : 'body';
  const iconSize = body.logo?.height ?? (mono ? 0 : metrics.icon * 2 + 4);
  const titleHeight = pass.font(titleRole).lineHeight;
  const lineHeight = pass.font(textRole).lineHeight;
  const barHeight = mono ? 7 : 8;
  const gap = mono ? 2 : metrics.gap * 2;
  const lines = wrapped(pass.font(textRole), body.text, place.width, 2);
  const height = iconSize + (mono ? 0 : metrics.gap) + titleHeight + gap + barHeight + gap + lines.length * lineHeight;
  let rest = centred(place, place.width, Math.min(height, place.height));
  rest = mark(pass, rest, body, iconSize);
  const [title, belowTitle] = cutTop(rest, titleHeight);
  pass.text('progress/title', title, body.title, { role: titleRole, color: palette.text, align: 'centre' });
  const [bar, belowBar] = cutTop(cutTop(belowTitle, gap)[1], barHeight);
  const barBox = centred(bar, Math.min(bar.width, mono ? bar.width - 16 : Math.round(pass.theme.screen.width * 0.6)), barHeight);
  if (body.progress === undefined) wanderingBar(pass, 'progress/bar', barBox, view.focusedForMs);
  else progressBar(pass, 'progress/bar', barBox, body.progress);
  rest = cutTop(belowBar, gap)[1];
  lines.forEach((line, index) => {
    const [lineBox, after] = cutTop(rest, lineHeight);
    pass.text(`progress/${index}`, lineBox, line, { role: textRole, color: palette.second, align: 'centre' });
    rest = after;
  });
  pass.describe({ role: 'text', id: 'title', text: body.title });
  if (body.text !== '') pass.describe({ role: 'text', id: 'text', text: body.text });
  const percent = body.progress === undefined ? '' : String(Math.round(body.progress * 100));
  pass.describe({ role: 'level', id: 'progress', text: body.title, detail: percent });
}

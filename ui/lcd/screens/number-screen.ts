// Draws a number that is set: the figure large between its arrows, where it lies in its range, and what is allowed.

import type { Rectangle } from '#hal/display/display';
import type { Intent } from '../intents.ts';
import type { Pass } from '../pass.ts';
import { centred, cutLeft, cutRight, cutTop, inset } from '../raster/box.ts';
import { besideKeyPad } from '../widgets/key-pad.ts';
import { progressBar } from '../widgets/progress-bar.ts';
import type { NumberBody, View } from './view.ts';

/** An arrow is smaller than a finger. */
function touchedArrow(pass: Pass, arrow: Rectangle, intent: Intent): void {
  const size = pass.theme.metrics.keyboardRow;
  if (size > 0) pass.touchable(centred(arrow, size, size), intent);
}

export function numberScreen(pass: Pass, box: Rectangle, view: View<NumberBody>): void {
  const { body } = view;
  const { palette, metrics, mono } = pass.theme;
  const place = inset(besideKeyPad(pass, box), metrics.margin, 0);
  const figureRole = mono ? 'title' : 'large';
  const figureHeight = pass.font(figureRole).lineHeight;
  const hintHeight = pass.font('small').lineHeight;
  const barHeight = body.share === undefined ? 0 : mono ? 7 : 10;
  const height = figureHeight + barHeight + hintHeight + 2 * metrics.gap;
  const middle = centred(place, place.width, Math.min(place.height, height));
  const [figure, belowFigure] = cutTop(middle, figureHeight);
  const shown = `${body.digits === '' ? '_' : body.digits} ${body.unit}`.trim();
  const width = Math.min(figure.width, pass.widthOf(shown, figureRole) + 2 * (metrics.icon + 3 * metrics.gap));
  const between = centred(figure, width, figureHeight);
  const [down, rest] = cutLeft(between, metrics.icon);
  const [up, middleOfFigure] = cutRight(rest, metrics.icon);
  pass.icon('number/down', down, 'left', palette.second);
  pass.icon('number/up', up, 'right', palette.second);
  touchedArrow(pass, down, body.less);
  touchedArrow(pass, up, body.more);
  pass.text('number/figure', middleOfFigure, shown, { role: figureRole, color: palette.text, align: 'centre' });
  const [bar, below] = cutTop(cutTop(belowFigure, metrics.gap)[1], barHeight);
  if (body.share !== undefined)
    progressBar(pass, 'number/bar', inset(bar, mono ? 8 : metrics.margin * 2, mono ? 1 : 2), body.share);
  const [hint] = cutTop(cutTop(below, metrics.gap)[1], hintHeight);
  const color = body.problem ? palette.tone.error : palette.second;
  pass.text('number/hint', hint, body.hint, { role: 'small', color, align: 'centre' });
  pass.describe(
    { role: 'number', id: body.id, text: body.digits, detail: body.hint, ...(body.problem ? { state: 'wrong' } : {}) },
    true,
  );
}

// The top bar: title on the left, icons, the place in a list and the time on the right.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutRight, inset } from '../raster/box.ts';
import type { TopBarView } from '../screens/view.ts';

export function topBar(pass: Pass, box: Rectangle, view: TopBarView): void {
  const { palette, metrics, mono } = pass.theme;
  pass.fill('top', box, palette.bar);
  const role = mono ? 'small' : 'smallStrong';
  let rest = inset(box, metrics.margin, 0);
  if (mono) {
    pass.fill('top/edge', { ...box, y: box.y + box.height - 1, height: 1 }, palette.line);
    rest = { ...rest, height: rest.height - 1 };
  }
  const takeText = (key: string, text: string, color: number): void => {
    if (text === '') return;
    const [place, left] = cutRight(rest, pass.widthOf(text, role));
    pass.text(key, place, text, { role, color, align: 'right' });
    rest = cutRight(left, metrics.gap + (mono ? 0 : 2))[1];
  };
  takeText('top/time', view.time, palette.text);
  takeText('top/position', view.position, palette.second);
  for (const { icon, tone } of view.icons.toReversed()) {
    const [place, left] = cutRight(rest, pass.theme.icons.widthOf(icon, metrics.icon));
    pass.icon(`top/${icon}`, place, icon, palette.tone[tone]);
    rest = cutRight(left, metrics.gap)[1];
  }
  pass.text('top/title', rest, view.title, { role, color: palette.text });
}

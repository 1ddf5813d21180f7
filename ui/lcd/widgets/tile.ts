// A large key within a picture, for displays that are touched: what a board without keys of its own would need one for.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft, cutTop, inset } from '../raster/box.ts';
import type { TileView } from '../screens/view.ts';

/** Its icon before its word, or above it where the box is narrow. */
export function tile(pass: Pass, box: Rectangle, { id, icon, text, tone, intent }: TileView): void {
  const { palette, metrics, icons } = pass.theme;
  const [fill, color] = tone === undefined ? [palette.softKey, palette.onSoftKey] : [palette.tone[tone], palette.onTone];
  pass.fill(`tile/${id}`, box, fill, metrics.radius);
  const inner = inset(box, metrics.gap, 0);
  const style = { role: 'smallStrong', color, align: 'centre' } as const;
  const iconWidth = icons.widthOf(icon, metrics.icon);
  const words = pass.widthOf(text, style.role);
  if (iconWidth + metrics.iconGap + words <= inner.width) {
    const line = cutLeft(inner, (inner.width - iconWidth - metrics.iconGap - words) >> 1)[1];
    const [iconBox, rest] = cutLeft(line, iconWidth);
    pass.icon(`tile/${id}/icon`, iconBox, icon, color);
    pass.text(`tile/${id}/label`, cutLeft(cutLeft(rest, metrics.iconGap)[1], words)[0], text, style);
  } else {
    const [upper, lower] = cutTop(inset(box, 4, metrics.gap), (box.height >> 1) - metrics.gap + 4);
    pass.icon(`tile/${id}/icon`, upper, icon, color);
    pass.text(`tile/${id}/label`, lower, text, style);
  }
  pass.describe({ role: 'key', id, text });
  pass.touchable(box, intent);
}

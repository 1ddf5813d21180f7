// The soft keys: four boxes at the lower edge, above the keys that they belong to.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { inset } from '../raster/box.ts';
import type { SoftKeys } from '../screens/view.ts';

export function softKeyBar(pass: Pass, box: Rectangle, keys: SoftKeys): void {
  const { palette, metrics, mono } = pass.theme;
  pass.fill('soft', box, palette.bar);
  keys.forEach((key, index) => {
    if (key === undefined) return;
    const left = box.x + Math.round((index * box.width) / keys.length);
    const right = box.x + Math.round(((index + 1) * box.width) / keys.length);
    const place = { x: left, y: box.y, width: right - left, height: box.height };
    const button = mono
      ? { x: left + (index === 0 ? 0 : 1), y: box.y + 1, width: right - left - (index === 0 ? 0 : 1), height: box.height - 1 }
      : inset(place, 3, 3);
    const fill = key.tone === undefined ? palette.softKey : palette.tone[key.tone];
    const color = key.tone === undefined ? palette.onSoftKey : palette.onTone;
    pass.fill(`soft/${index}`, button, fill, metrics.radius);
    pass.text(`soft/${index}/label`, inset(button, mono ? 1 : 4, 0), key.label, {
      role: mono ? 'small' : 'smallStrong',
      color,
      align: 'centre',
    });
    pass.touchable(place, key.intent);
  });
}

// The soft keys: four boxes at the lower edge, above the keys that they belong to.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { inset } from '../raster/box.ts';
import type { SoftKeys } from '../screens/view.ts';

/** The soft keys from left to right as the keys of the device are. */
export function softKeysInPlace(keys: SoftKeys, rightToLeft: boolean): SoftKeys {
  return rightToLeft ? [keys[3], keys[2], keys[1], keys[0]] : keys;
}

/** The part of the bar above one key: `index` of four. */
function placeOf(box: Rectangle, index: number, count: number): Rectangle {
  const left = box.x + Math.round((index * box.width) / count);
  return { ...box, x: left, width: box.x + Math.round(((index + 1) * box.width) / count) - left };
}

/** Mono boxes touch, with a light line between them; colour ones stand free. */
function buttonIn(place: Rectangle, index: number, mono: boolean): Rectangle {
  if (!mono) return inset(place, 3, 3);
  const line = index === 0 ? 0 : 1;
  return { x: place.x + line, y: place.y + 1, width: place.width - line, height: place.height - 1 };
}

export function softKeyBar(pass: Pass, box: Rectangle, keys: SoftKeys): void {
  const { palette, metrics, mono } = pass.theme;
  pass.fill('soft', box, palette.bar);
  keys.forEach((key, index) => {
    if (key === undefined) return;
    const place = placeOf(box, index, keys.length);
    const button = buttonIn(place, index, mono);
    const [fill, color] =
      key.tone === undefined ? [palette.softKey, palette.onSoftKey] : [palette.tone[key.tone], palette.onTone];
    pass.fill(`soft/${index}`, button, fill, metrics.radius);
    const label = inset(button, mono ? 1 : 3, 0);
    const role = mono ? 'small' : 'smallStrong';
    const words = [key.label, ...(key.shorter ?? [])];
    const word = words.find((each) => pass.widthOf(each, role) <= label.width) ?? words.at(-1) ?? '';
    pass.text(`soft/${index}/label`, label, word, { role, color, align: 'centre' });
    pass.touchable(place, key.intent);
  });
}

// The twelve dial keys, for displays that are touched: to the phone they are keys as any other.

import type { Rectangle } from '#hal/display/display';
import type { DigitKey } from '#hal/keys/keys';
import { alphabets } from '../../entry/alphabets.ts';
import type { Pass } from '../pass.ts';
import { cutRight, cutTop, inset } from '../raster/box.ts';

const rows: readonly (readonly DigitKey[])[] = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
  ['*', '0', '#'],
];

/** The 0 becomes a plus when it is held. */
function lettersOn(key: DigitKey): string | undefined {
  return key === '0' ? '+' : alphabets.latin.keys[Number(key) - 2]?.toUpperCase();
}

/** Of rows of keys: a dial key is wider than it is high. */
const keyWidth = 1.6;

function dialKey(pass: Pass, box: Rectangle, key: DigitKey): void {
  const { palette, metrics } = pass.theme;
  const face = inset(box, 3, 3);
  pass.fill(`pad/${key}`, face, palette.softKey, metrics.radius);
  const below = lettersOn(key);
  const small = pass.font('small').lineHeight;
  const [upper, lower] = below === undefined ? [face, undefined] : cutTop(face, face.height - small - 6);
  pass.text(`pad/${key}/digit`, upper, key, { role: 'titleStrong', color: palette.onSoftKey, align: 'centre' });
  if (lower !== undefined && below !== undefined)
    pass.text(`pad/${key}/letters`, cutTop(lower, small)[0], below, { role: 'small', color: palette.onSoftKey, align: 'centre' });
  pass.touchableKey(box, key);
}

/** Lays the keys at the right end of the box, where the display can be touched, and gives what is left beside them. */
export function besideKeyPad(pass: Pass, box: Rectangle): Rectangle {
  const { palette, metrics } = pass.theme;
  if (metrics.keyboardRow === 0) return box;
  const width = Math.round(metrics.keyboardRow * keyWidth);
  const [pad, rest] = cutRight(box, 3 * width);
  const place = pass.placed(pad);
  pass.asBuilt(() => {
    pass.fill('pad', place, palette.bar);
    rows.forEach((row, index) => {
      const top = place.y + Math.round((index * place.height) / rows.length);
      const bottom = place.y + Math.round(((index + 1) * place.height) / rows.length);
      row.forEach((key, column) => {
        dialKey(pass, { x: place.x + column * width, y: top, width, height: bottom - top }, key);
      });
    });
  });
  return rest;
}

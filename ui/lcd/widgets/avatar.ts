// The disc that stands for a person: initials, or a receiver where there is no name.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import type { Pass } from '../pass.ts';
import type { Bitmap } from '../raster/bitmap.ts';
import { inset } from '../raster/box.ts';
import type { Color } from '../raster/canvas.ts';

/** The largest letters that the disc has room for. */
function initialsRole(pass: Pass, diameter: number, initials: string): FontRole {
  const fits = (role: FontRole): boolean =>
    pass.font(role).capHeight <= diameter * 0.37 && pass.widthOf(initials, role) <= diameter * 0.82;
  return (['large', 'titleStrong', 'bodyStrong'] as const).find(fits) ?? 'smallStrong';
}

export function avatar(pass: Pass, key: string, box: Rectangle, initials: string, ring: Color, face?: Bitmap): void {
  const { palette } = pass.theme;
  const thickness = Math.max(2, box.width >> 5);
  pass.fill(`${key}/ring`, box, ring, box.width >> 1);
  const inner = inset(box, thickness);
  pass.fill(`${key}/disc`, inner, palette.raised, inner.width >> 1);
  if (face !== undefined && face.width <= inner.width) {
    pass.picture(`${key}/face`, inner, face, palette.raised);
    return;
  }
  if (initials === '') {
    pass.icon(`${key}/icon`, inner, 'handset', palette.second, box.width >> 1);
    return;
  }
  const role = initialsRole(pass, inner.width, initials);
  pass.text(`${key}/initials`, inset(inner, 2, 0), initials, { role, color: palette.text, align: 'centre' });
}

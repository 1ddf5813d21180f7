// Badges: small facts in a row, an icon or a word or both, on a raised ground.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft } from '../raster/box.ts';
import type { CallCard } from '../screens/view.ts';

export function badges(pass: Pass, box: Rectangle, list: CallCard['badges']): void {
  const { palette, metrics, mono, icons } = pass.theme;
  const padding = mono ? 0 : metrics.gap;
  let rest = box;
  for (const badge of list) {
    const key = `badge/${badge.id}`;
    const iconWidth = badge.icon === undefined ? 0 : icons.widthOf(badge.icon, metrics.icon);
    const textWidth = badge.text === '' ? 0 : pass.widthOf(badge.text, 'small');
    const between = iconWidth > 0 && textWidth > 0 ? (mono ? 2 : 5) : 0;
    const width = iconWidth + between + textWidth + 2 * padding;
    if (width > rest.width) break;
    const [place, after] = cutLeft(rest, width);
    if (!mono) pass.fill(key, place, palette.raised, metrics.radius);
    const [iconBox, words] = cutLeft(cutLeft(place, padding)[1], iconWidth);
    if (badge.icon !== undefined) pass.icon(`${key}/icon`, iconBox, badge.icon, palette.tone[badge.tone]);
    pass.text(`${key}/text`, { ...cutLeft(words, between)[1], width: textWidth }, badge.text, {
      role: 'small',
      color: palette.second,
    });
    rest = cutLeft(after, mono ? 4 : metrics.gap)[1];
  }
}

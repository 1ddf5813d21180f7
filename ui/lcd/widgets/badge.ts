// Badges: small facts in a row, an icon or a word or both, on a raised ground.

import type { Rectangle } from '#hal/display/display';
import type { Pass } from '../pass.ts';
import { cutLeft } from '../raster/box.ts';
import type { CallCard } from '../screens/view.ts';

type Badge = CallCard['badges'][number];

interface Parts {
  readonly icon: number;
  readonly between: number;
  readonly text: number;
}

function partsOf(pass: Pass, badge: Badge): Parts {
  const { metrics, icons } = pass.theme;
  const icon = badge.icon === undefined ? 0 : icons.widthOf(badge.icon, metrics.icon);
  const text = badge.text === '' ? 0 : pass.widthOf(badge.text, 'small');
  return { icon, text, between: icon > 0 && text > 0 ? Math.round(metrics.iconGap * 0.6) : 0 };
}

function drawBadge(pass: Pass, place: Rectangle, badge: Badge, parts: Parts, padding: number): void {
  const { palette, metrics, mono } = pass.theme;
  const key = `badge/${badge.id}`;
  if (!mono) pass.fill(key, place, palette.raised, metrics.radius);
  const [iconBox, words] = cutLeft(cutLeft(place, padding)[1], parts.icon);
  if (badge.icon !== undefined) pass.icon(`${key}/icon`, iconBox, badge.icon, palette.tone[badge.tone]);
  const textBox = { ...cutLeft(words, parts.between)[1], width: parts.text };
  pass.text(`${key}/text`, textBox, badge.text, { role: 'small', color: palette.second });
}

export function badges(pass: Pass, box: Rectangle, list: readonly Badge[]): void {
  const { metrics, mono } = pass.theme;
  const padding = mono ? 0 : metrics.gap;
  let rest = box;
  for (const badge of list) {
    const parts = partsOf(pass, badge);
    const width = parts.icon + parts.between + parts.text + 2 * padding;
    if (width > rest.width) break;
    const [place, after] = cutLeft(rest, width);
    drawBadge(pass, place, badge, parts, padding);
    rest = cutLeft(after, mono ? 4 : metrics.gap)[1];
  }
}

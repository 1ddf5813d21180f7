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

function widthOf(pass: Pass, badge: Badge): number {
  const { icon, between, text } = partsOf(pass, badge);
  return icon + between + text + 2 * paddingOf(pass);
}

function paddingOf({ theme: { metrics, mono } }: Pass): number {
  return mono ? 0 : metrics.gap;
}

function gapOf({ theme: { metrics, mono } }: Pass): number {
  return mono ? 4 : metrics.gap;
}

/** The list with less in it: words go where an icon says the same, plain facts first; then plain facts go altogether. */
function shortened(list: readonly Badge[]): readonly Badge[] {
  const without = (at: number): readonly Badge[] => list.map((badge, index) => (index === at ? { ...badge, text: '' } : badge));
  const wordy = ({ icon, text }: Badge): boolean => icon !== undefined && text !== '';
  const quiet = list.findIndex((badge) => badge.tone === 'neutral' && wordy(badge));
  if (quiet !== -1) return without(quiet);
  const fact = list.findLastIndex(({ tone }) => tone === 'neutral');
  if (fact !== -1) return list.filter((_, index) => index !== fact);
  const loud = list.findIndex(wordy);
  return loud === -1 ? list.slice(0, -1) : without(loud);
}

export function badges(pass: Pass, box: Rectangle, list: readonly Badge[]): void {
  const total = (some: readonly Badge[]): number =>
    some.reduce((sum, badge) => sum + widthOf(pass, badge) + gapOf(pass), -gapOf(pass));
  let fitting = list;
  while (fitting.length > 0 && total(fitting) > box.width) fitting = shortened(fitting);
  let rest = box;
  for (const badge of fitting) {
    const [place, after] = cutLeft(rest, widthOf(pass, badge));
    drawBadge(pass, place, badge, partsOf(pass, badge), paddingOf(pass));
    rest = cutLeft(after, gapOf(pass))[1];
  }
}

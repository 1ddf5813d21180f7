// A lamp made of one-coloured parts: red and green together are amber where it has no amber of its own.

import type { LedColor } from './leds.ts';

export const primaries = ['red', 'green', 'amber'] as const;

export type PrimaryColor = (typeof primaries)[number];

/** What a lamp with these parts can show. */
export function colorsOf(parts: ReadonlySet<PrimaryColor>): readonly LedColor[] {
  const mixed: readonly LedColor[] = parts.has('red') && parts.has('green') && !parts.has('amber') ? ['amber'] : [];
  return ['off', ...parts, ...mixed];
}

/** Which parts are lit for a colour that `colorsOf` names. */
export function litParts(color: LedColor, parts: ReadonlySet<PrimaryColor>): ReadonlySet<PrimaryColor> {
  if (color === 'off') return new Set();
  if (color === 'amber' && !parts.has('amber')) return new Set(['red', 'green']);
  return new Set([color]);
}

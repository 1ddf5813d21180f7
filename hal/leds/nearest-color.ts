// Which of a lamp's colours stands in for one that it cannot show.

import type { LedColor } from './leds.ts';

/** Amber lies between red and green; of these two, red alarms and is the better stand-in. */
const nearest: Readonly<Record<LedColor, readonly LedColor[]>> = {
  off: ['off'],
  red: ['red', 'amber', 'green'],
  amber: ['amber', 'red', 'green'],
  green: ['green', 'amber', 'red'],
};

export function nearestColor(wanted: LedColor, available: readonly LedColor[]): LedColor {
  return nearest[wanted].find((color) => available.includes(color)) ?? 'off';
}

// A key's two notes (ITU-T Q.23), for whoever is to hear what was pressed elsewhere.

import type { Tone } from './messages.ts';

const rowsHz = [697, 770, 852, 941];
const columnsHz = [1209, 1336, 1477, 1633];
/** Keys by row and column, as events of RFC 4733 §3.2 number them. */
const keys = [
  [1, 2, 3, 12],
  [4, 5, 6, 13],
  [7, 8, 9, 14],
  [10, 0, 11, 15],
];

/** Undefined: no event of a key. The level is that of each note. */
export function digitTone(event: number, levelDbm0: number, durationMs: number): Tone | undefined {
  const row = keys.findIndex((each) => each.includes(event));
  const [low, high] = [rowsHz[row], columnsHz[keys[row]?.indexOf(event) ?? -1]];
  if (low === undefined || high === undefined) return undefined;
  const parts = [low, high].map((frequencyHz) => ({ frequencyHz, levelDbm0 }));
  return { sections: [{ segments: [{ parts, durationMs }], durationMs }] };
}

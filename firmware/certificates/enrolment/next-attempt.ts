// When the authority is asked next: a pure function of what is remembered, the settings and the calendar.

import type { Remembered } from './enrolment-memory.ts';

/** Certificates that are good for a short time are renewed when this part of it is left. */
const leastPart = 3;
/** The spread of many phones, as a part of the time that is left. */
const spreadPart = 10;
/** No server is waited for longer: such a time is of another calendar, as that of a phone without a clock that has just started. */
const longestWaitMs = 8 * 86_400_000;

/** By the calendar, and maybe in the past. Undefined: by nothing that is known; now, then. */
export function nextAttemptMs(
  { given, againAtMs }: Remembered,
  untilMs: number | undefined,
  renewBeforeMs: number,
  nowMs: number,
): number | undefined {
  if (againAtMs !== undefined) return againAtMs > nowMs + longestWaitMs ? nowMs : againAtMs;
  if (given === undefined || untilMs === undefined) return undefined;
  const leftMs = Math.max(0, Math.min(renewBeforeMs, (untilMs - given.takenAtMs) / leastPart));
  return Math.round(untilMs - leftMs + (given.chance * leftMs) / spreadPart);
}

// When the server is asked again: a pure function of the settings, the clock and a chance.

export type Period =
  | { readonly type: 'hourly'; readonly hours: number }
  /** `minute` of the day, by the wall. */
  | { readonly type: 'daily'; readonly minute: number }
  /** `day`: 0 is Sunday. */
  | { readonly type: 'weekly'; readonly day: number; readonly minute: number }
  | { readonly type: 'powerup' };

export interface WallTime {
  /** 0 is Sunday. */
  readonly day: number;
  readonly minute: number;
  readonly second: number;
}

const minuteMs = 60_000;
const dayMinutes = 1440;
const weekMinutes = 7 * dayMinutes;

/** `chance` from 0 to below 1. `wall` undefined: nobody has told the phone the time, so that periods count from now. Undefined: never. */
export function nextCheckMs(
  period: Period,
  randomMinutes: number,
  wall: WallTime | undefined,
  chance: number,
): number | undefined {
  if (period.type === 'powerup') return undefined;
  // From 1 to the greatest (AudioCodes table 3-49): a thousand phones do not come together.
  const spreadMs = Math.round(chance * randomMinutes * minuteMs);
  if (period.type === 'hourly') return period.hours * 60 * minuteMs + spreadMs;
  const cycle = period.type === 'daily' ? dayMinutes : weekMinutes;
  if (wall === undefined) return cycle * minuteMs + spreadMs;
  const now = (period.type === 'weekly' ? wall.day * dayMinutes : 0) + wall.minute;
  const wanted = (period.type === 'weekly' ? period.day * dayMinutes : 0) + period.minute;
  const minutes = (wanted - now + cycle) % cycle || cycle;
  return minutes * minuteMs - wall.second * 1000 + spreadMs;
}

const firstRetryMs = 30_000;
const longestRetryMs = 3_600_000;

/** After so many failures in a row; from half of it to all of it, by chance. */
export function retryMs(failures: number, chance: number): number {
  const fullMs = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 20), longestRetryMs);
  return Math.round(fullMs * (0.5 + chance / 2));
}

// From the time of the world to the time on the wall: a time zone by its difference to Greenwich, with or without a summer time.

/** A day of the year, as rules name it. Weekdays count from 0, Sunday. */
export type RuleDay =
  /** The same date each year. */
  | { readonly kind: 'date'; readonly day: number }
  /** The first to fourth such weekday of the month; 5: the last. */
  | { readonly kind: 'week'; readonly week: number; readonly weekday: number }
  | { readonly kind: 'onOrAfter'; readonly day: number; readonly weekday: number }
  /** Day 31 of a shorter month is its last. */
  | { readonly kind: 'onOrBefore'; readonly day: number; readonly weekday: number };

/** When a clock is moved, as it shows then. Months count from 1. */
export interface Changeover {
  readonly month: number;
  readonly day: RuleDay;
  readonly secondOfDay: number;
}

export interface SummerTime {
  readonly begins: Changeover;
  readonly ends: Changeover;
  readonly savedSeconds: number;
  /** False: nobody puts the clock back, it stays on summer time. */
  readonly endsByItself: boolean;
}

export interface TimeZone {
  /** East of Greenwich is positive. */
  readonly offsetSeconds: number;
  readonly summer?: SummerTime;
}

export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0: Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Difference to Greenwich, with summer time. */
  readonly offsetSeconds: number;
}

const dayMs = 86_400_000;

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf(ms: number): number {
  return new Date(ms).getUTCDay();
}

/** Midnight of the day, in milliseconds of a clock that stands at Greenwich. */
function dayOf(year: number, month: number, rule: RuleDay): number {
  const dated = (day: number): number => Date.UTC(year, month - 1, Math.min(day, daysInMonth(year, month)));
  switch (rule.kind) {
    case 'date':
      return dated(rule.day);
    case 'onOrAfter': {
      const from = dated(rule.day);
      return from + ((rule.weekday - weekdayOf(from) + 7) % 7) * dayMs;
    }
    case 'onOrBefore': {
      const from = dated(rule.day);
      return from - ((weekdayOf(from) - rule.weekday + 7) % 7) * dayMs;
    }
    case 'week':
      return rule.week >= 5
        ? dayOf(year, month, { kind: 'onOrBefore', day: 31, weekday: rule.weekday })
        : dayOf(year, month, { kind: 'onOrAfter', day: 7 * (rule.week - 1) + 1, weekday: rule.weekday });
  }
}

function isSummer(utcMs: number, { offsetSeconds, summer }: TimeZone): boolean {
  if (summer === undefined) return false;
  if (!summer.endsByItself) return true;
  const year = new Date(utcMs + offsetSeconds * 1000).getUTCFullYear();
  const at = ({ month, day, secondOfDay }: Changeover): number => dayOf(year, month, day) + secondOfDay * 1000;
  const begins = at(summer.begins) - offsetSeconds * 1000;
  const ends = at(summer.ends) - (offsetSeconds + summer.savedSeconds) * 1000;
  // South of the equator summer goes over the turn of the year.
  return begins < ends ? utcMs >= begins && utcMs < ends : utcMs >= begins || utcMs < ends;
}

export function localTime(utcMs: number, zone: TimeZone): LocalTime {
  const offsetSeconds = zone.offsetSeconds + (isSummer(utcMs, zone) ? (zone.summer?.savedSeconds ?? 0) : 0);
  const shown = new Date(utcMs + offsetSeconds * 1000);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    weekday: shown.getUTCDay(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    offsetSeconds,
  };
}

/** Days since 1970 by the calendar, to compare days. */
export function dayNumber({ year, month, day }: LocalTime): number {
  return Math.round(Date.UTC(year, month - 1, day) / dayMs);
}

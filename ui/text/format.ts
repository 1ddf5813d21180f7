// Numbers, times and durations in words.

import type { WallTime } from './calendar.ts';
import { dayNumber, type LocalTime, localTime } from './local-time.ts';
import { groupedAbroad, groupedAtHome } from './number-groups.ts';
import { filled, type Strings } from './strings.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** After `+` or the usual prefix for abroad: country codes of one and two digits, all others have three (ITU-T E.164). */
const countryCode = /^(\+|00)(1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/**
 * Groups the digits of a telephone number for the eye, as `country` writes them where it is one of its own. Short numbers and whatever is no
 * number stay as they are.
 */
export function groupedNumber(number: string, country = ''): string {
  if (!/^\+?\d{7,}$/.test(number)) return number;
  const [international, prefix, code = ''] = countryCode.exec(number) ?? [];
  if (international === undefined) return groupedAtHome(country, number);
  const abroad = prefix === '+' ? international : `${prefix} ${code}`;
  return `${abroad} ${groupedAbroad(code, number.slice(international.length))}`.trim();
}

const longestName = 120;

/**
 * What another side calls itself, fit to be shown: no control and no direction characters (a name must not turn the text around it over),
 * spaces folded, and no longer than anybody reads. Empty where nothing is left.
 */
export function shownName(name: string | undefined): string {
  return (name ?? '')
    .slice(0, 4 * longestName)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestName);
}

/** `02:00:5e:10:00:01`, as it stands on the label under the phone. */
export function macText(mac: string): string {
  return mac.match(/[0-9a-f]{2}/gi)?.join(':') ?? '';
}

function localOf({ ms, calendar }: WallTime): LocalTime {
  return localTime(ms, calendar.zone);
}

/** `14:05` or `2:05`, or `--:--` while the clock has not been set. */
export function clockDigits(wall: WallTime): string {
  if (!wall.trusted) return '--:--';
  const { hour, minute } = localOf(wall);
  return wall.calendar.twelveHours ? `${hour % 12 || 12}:${twoDigits(minute)}` : `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** Which half of the day; empty where hours go to 23, or the clock has not been set. */
export function halfOfDay(wall: WallTime, { date }: Strings): string {
  if (!wall.trusted || !wall.calendar.twelveHours) return '';
  return localOf(wall).hour < 12 ? date.am : date.pm;
}

/** `14:05`, `2:05 pm`. */
export function clockTime(wall: WallTime, text: Strings): string {
  const half = halfOfDay(wall, text);
  return half === '' ? clockDigits(wall) : filled(text.date.clock, { time: clockDigits(wall), half });
}

/** `0:07`, `12:34`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
  return `${minutes}:${twoDigits(seconds % 60)}`;
}

/** `3 d 4:05`, for a time of running. */
export function uptime(ms: number, { units }: Strings): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  const days = Math.floor(minutes / 1440);
  const clock = `${Math.floor(minutes / 60) % 24}:${twoDigits(minutes % 60)}`;
  return days > 0 ? `${days} ${units.d} ${clock}` : clock;
}

/** `40 s`, `5 min`, `2 h`, for a wait: rounded up, as exact as anybody needs. */
export function waitText(ms: number, { units }: Strings): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 100) return `${seconds} ${units.s}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} ${units.min}` : `${Math.ceil(minutes / 60)} ${units.h}`;
}

/** A date by one of the language's patterns. */
export function dateBy(pattern: string, wall: WallTime, { date }: Strings): string {
  const local = localOf(wall);
  return filled(pattern, {
    weekday: date.weekdays[local.weekday] ?? '',
    weekday3: date.shortWeekdays[local.weekday] ?? '',
    day: local.day,
    month: date.months[local.month - 1] ?? '',
    month3: date.shortMonths[local.month - 1] ?? '',
  });
}

/** `21/11/2026`, in the order that the person has chosen. */
export function dateInDigits(wall: WallTime): string {
  const { year, month, day } = localOf(wall);
  return wall.calendar.dateOrder.replace('YYYY', String(year)).replace('MM', twoDigits(month)).replace('DD', twoDigits(day));
}

/** `2026-11-21 14:05:09 +01:00`: for those who compare it with other machines. */
export function momentText(wall: WallTime): string {
  const { year, month, day, hour, minute, second, offsetSeconds } = localOf(wall);
  const offset = Math.abs(offsetSeconds) / 60;
  const zone = `${offsetSeconds < 0 ? '-' : '+'}${twoDigits(Math.floor(offset / 60))}:${twoDigits(offset % 60)}`;
  return `${year}-${twoDigits(month)}-${twoDigits(day)} ${[hour, minute, second].map(twoDigits).join(':')} ${zone}`;
}

/** For lists: the time today, `Yesterday`, or the day. Empty where the time of the call or of now is not known. */
export function shortMoment(atMs: number, atTrusted: boolean, wall: WallTime, text: Strings): string {
  if (!atTrusted) return '';
  const at = { ...wall, ms: atMs, trusted: true };
  const daysAgo = dayNumber(localOf(wall)) - dayNumber(localOf(at));
  if (wall.trusted && daysAgo === 0) return clockTime(at, text);
  if (wall.trusted && daysAgo === 1) return text.date.yesterday;
  return dateBy(text.date.day, at, text);
}

/** Up to two letters for the disc that stands for a picture; empty for a mere number. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s,.]+/).filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word === undefined ? '' : ([...word][0] ?? '')))
    .join('')
    .toUpperCase();
}

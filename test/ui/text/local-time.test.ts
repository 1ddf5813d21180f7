// Local time by rules agrees with ICU's time zones (the tz database), which know nothing of ours.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDaylightRule } from '#config/scripts/daylight-rule';
import { localTime, type SummerTime, type TimeZone } from '#ui/text/local-time';

const hour = 3600;
const hourMs = hour * 1000;

/** Zones with the rules that hold there since 2023, written as an SPA has them; changes of a clock are those of the clock on the wall. */
const zones: readonly (readonly [name: string, offsetSeconds: number, rule: string])[] = [
  ['Europe/Berlin', hour, 'start=3/-1/7/2;end=10/-1/7/3;save=1'],
  ['Europe/London', 0, 'start=3/-1/7/1;end=10/-1/7/2;save=1:00'],
  ['Europe/Helsinki', 2 * hour, 'start=3/-1/7/3;end=10/-1/7/4;save=1'],
  ['Europe/Dublin', 0, 'start=3/-1/7/1;end=10/-1/7/2;save=1'],
  ['Atlantic/Azores', -hour, 'start=3/-1/7/0;end=10/-1/7/1;save=1'],
  ['America/New_York', -5 * hour, 'start=3/8/7/2:0:0;end=11/1/7/2:0:0;save=1'],
  ['America/Los_Angeles', -8 * hour, 'start=3/8/7/2;end=11/1/7/2;save=1'],
  ['America/St_Johns', -3.5 * hour, 'start=3/8/7/2;end=11/1/7/2;save=1'],
  ['America/Havana', -5 * hour, 'start=3/8/7/0;end=11/1/7/1;save=1'],
  ['Australia/Sydney', 10 * hour, 'start=10/1/7/2;end=4/1/7/3;save=1'],
  ['Australia/Adelaide', 9.5 * hour, 'start=10/1/7/2;end=4/1/7/3;save=1'],
  ['Australia/Lord_Howe', 10.5 * hour, 'start=10/1/7/2;end=4/1/7/2;save=0:30'],
  ['Pacific/Auckland', 12 * hour, 'start=9/-1/7/2;end=4/1/7/3;save=1'],
  ['Pacific/Chatham', 12.75 * hour, 'start=9/-1/7/2:45;end=4/1/7/3:45;save=1'],
  ['America/Santiago', -4 * hour, 'start=9/2/7/0;end=4/2/7/0;save=1'],
  ['Asia/Jerusalem', 2 * hour, 'start=3/23/5/2;end=10/-1/7/2;save=1'],
  ['Asia/Beirut', 2 * hour, 'start=3/-1/7/0;end=10/-1/7/0;save=1'],
  ['Asia/Kolkata', 5.5 * hour, ''],
  ['Asia/Kathmandu', 5.75 * hour, ''],
  ['Asia/Tokyo', 9 * hour, ''],
  ['Asia/Tehran', 3.5 * hour, ''],
  ['America/Sao_Paulo', -3 * hour, ''],
  ['Pacific/Tongatapu', 13 * hour, ''],
  ['Pacific/Honolulu', -10 * hour, ''],
  ['Etc/GMT+12', -12 * hour, ''],
];

function summerOf(rule: string): SummerTime {
  const parsed = parseDaylightRule(rule);
  assert.ok(parsed.ok, rule);
  return { ...parsed.value, endsByItself: true };
}

function zoneOf(offsetSeconds: number, rule: string): TimeZone {
  return rule === '' ? { offsetSeconds } : { offsetSeconds, summer: summerOf(rule) };
}

function icuReader(timeZone: string): (ms: number) => string {
  const numbers = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, ...numbers, weekday: 'short', hourCycle: 'h23' });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const at = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return `${at('weekday').slice(0, 3)} ${at('year')}-${at('month')}-${at('day')} ${at('hour')}:${at('minute')}:${at('second')}`;
  };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number): string => String(n).padStart(2, '0');

function ours(ms: number, zone: TimeZone): string {
  const { year, month, day, weekday, hour: h, minute, second } = localTime(ms, zone);
  return `${weekdays[weekday]} ${year}-${two(month)}-${two(day)} ${two(h)}:${two(minute)}:${two(second)}`;
}

/** Moments at which ICU's difference to Greenwich changes, found by halving. */
function changes(zone: TimeZone, from: number, to: number): readonly number[] {
  const found: number[] = [];
  const offset = (ms: number): number => localTime(ms, zone).offsetSeconds;
  for (let at = from; at < to; at += 24 * hourMs) {
    let [low, high] = [at, at + 24 * hourMs];
    if (offset(low) === offset(high)) continue;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

describe('local time', () => {
  const from = Date.UTC(2024, 0, 1);
  const to = Date.UTC(2029, 0, 1);
  for (const [name, offsetSeconds, rule] of zones) {
    it(`of ${name} is that of the tz database`, () => {
      const zone = zoneOf(offsetSeconds, rule);
      const icu = icuReader(name);
      // Every eleven hours, and the seconds around every change of ours.
      const moments = changes(zone, from, to).flatMap((at) => [at - 3601_000, at - 1000, at, at + 1000, at + 3600_000]);
      for (let at = from; at < to; at += 11 * hourMs + 7_777_000) moments.push(at);
      for (const at of moments) assert.equal(ours(at, zone), icu(at), new Date(at).toISOString());
      assert.equal(changes(zone, from, to).length, rule === '' ? 0 : 10);
    });
  }

  it('by the week of the month: the second Sunday, and the fifth as the last', () => {
    const sunday = (month: number, week: number, secondOfDay: number): SummerTime['begins'] => ({
      month,
      day: { kind: 'week', week, weekday: 0 },
      secondOfDay,
    });
    const american: TimeZone = {
      offsetSeconds: -6 * hour,
      summer: { begins: sunday(3, 2, 2 * hour), ends: sunday(11, 1, 2 * hour), savedSeconds: hour, endsByItself: true },
    };
    const european: TimeZone = {
      offsetSeconds: hour,
      summer: { begins: sunday(3, 5, 2 * hour), ends: sunday(10, 5, 3 * hour), savedSeconds: hour, endsByItself: true },
    };
    for (const [zone, name] of [
      [american, 'America/Chicago'],
      [european, 'Europe/Madrid'],
    ] as const) {
      const icu = icuReader(name);
      for (let at = from; at < to; at += 13 * hourMs) assert.equal(ours(at, zone), icu(at));
    }
  });

  it('by fixed dates, as in the manual: 22 February 14:30 to 16 July 22:15', () => {
    const zone: TimeZone = {
      offsetSeconds: 0,
      summer: {
        begins: { month: 2, day: { kind: 'date', day: 22 }, secondOfDay: 14.5 * hour },
        ends: { month: 7, day: { kind: 'date', day: 16 }, secondOfDay: 22.25 * hour },
        savedSeconds: 2 * hour,
        endsByItself: true,
      },
    };
    assert.equal(ours(Date.UTC(2026, 1, 22, 14, 29, 59), zone), 'Sun 2026-02-22 14:29:59');
    assert.equal(ours(Date.UTC(2026, 1, 22, 14, 30), zone), 'Sun 2026-02-22 16:30:00');
    assert.equal(ours(Date.UTC(2026, 6, 16, 20, 14, 59), zone), 'Thu 2026-07-16 22:14:59');
    assert.equal(ours(Date.UTC(2026, 6, 16, 20, 15), zone), 'Thu 2026-07-16 20:15:00');
  });

  it('a day that a month lacks is its last', () => {
    const on = (day: number): TimeZone => ({
      offsetSeconds: 0,
      summer: {
        begins: { month: 2, day: { kind: 'date', day }, secondOfDay: 0 },
        ends: { month: 12, day: { kind: 'date', day: 31 }, secondOfDay: 0 },
        savedSeconds: hour,
        endsByItself: true,
      },
    });
    assert.equal(localTime(Date.UTC(2026, 1, 27, 23, 59), on(30)).offsetSeconds, 0);
    assert.equal(localTime(Date.UTC(2026, 1, 28), on(30)).offsetSeconds, hour);
  });

  it('stays on summer time where nobody puts the clock back', () => {
    const zone: TimeZone = {
      offsetSeconds: hour,
      summer: { ...summerOf('start=3/-1/7/2;end=10/-1/7/3;save=1'), endsByItself: false },
    };
    assert.equal(localTime(Date.UTC(2026, 11, 24), zone).offsetSeconds, 2 * hour);
  });
});

// Numbers, times and names as people read them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Calendar, factoryCalendar, type WallTime } from '#ui/text/calendar';
import {
  clockTime,
  dateBy,
  dateInDigits,
  duration,
  groupedNumber,
  initialsOf,
  macText,
  momentText,
  shortMoment,
  shownName,
  uptime,
  waitText,
} from '#ui/text/format';
import { counted, filled, stringsOf } from '#ui/text/strings';

const text = stringsOf('en');
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour, minute);
const wall = (ms: number, calendar: Partial<Calendar> = {}): WallTime => ({
  ms,
  trusted: true,
  calendar: { ...factoryCalendar, ...calendar },
});

it('a hardware address is read in pairs', () => {
  assert.equal(macText('02005e100001'), '02:00:5e:10:00:01');
  assert.equal(macText('02:00:5e:10:00:01'), '02:00:5e:10:00:01');
  assert.equal(macText(''), '');
});

it('a wait is told as exactly as anybody needs', () => {
  assert.deepEqual(
    [-5, 400, 99_000, 100_000, 4_359_000, 7_200_000].map((ms) => waitText(ms, text)),
    ['0 s', '1 s', '99 s', '2 min', '73 min', '2 h'],
  );
});

describe('numbers', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1002', '1002'],
    ['030123', '030123'],
    ['0301234567', '030 123 4567'],
    ['+4930123456', '+49 301 234 56'],
    ['+12025550123', '+1 202 555 0123'],
    ['+3531234567', '+353 123 4567'],
    ['004930123456', '00 49 301 234 56'],
    ['0035312345678', '00 353 123 456 78'],
    ['*97', '*97'],
    ['someone@example.net', 'someone@example.net'],
    ['', ''],
  ];
  for (const [number, shown] of cases)
    it(`${number || 'nothing'} reads ${shown || 'nothing'}`, () => assert.equal(groupedNumber(number), shown));
});

describe('times', () => {
  it('a clock that is not trusted shows no time', () => {
    assert.equal(clockTime(wall(at(21, 9, 5)), text), '09:05');
    assert.equal(clockTime({ ...wall(at(21, 9, 5)), trusted: false }, text), '--:--');
  });

  it('hours go to 23 or to 12', () => {
    const twelve = { twelveHours: true };
    const shown = [0, 9, 12, 15].map((hour) => clockTime(wall(at(21, hour, 5), twelve), text));
    assert.deepEqual(shown, ['12:05 am', '9:05 am', '12:05 pm', '3:05 pm']);
  });

  it('time and date are those of the zone', () => {
    const zone = { offsetSeconds: -(3 * 3600 + 1800) };
    assert.equal(clockTime(wall(at(21, 2), { zone }), text), '22:30');
    assert.equal(dateBy(text.date.short, wall(at(21, 2), { zone }), text), 'Fri 20 Nov');
    assert.equal(momentText(wall(at(21, 2), { zone })), '2026-11-20 22:30:00 -03:30');
  });

  it('dates in digits stand in the order that the person chose', () => {
    const orders = ['DD/MM/YYYY', 'MM/DD/YYYY', 'YYYY-MM-DD', 'DD.MM.YYYY'] as const;
    const shown = orders.map((dateOrder) => dateInDigits(wall(at(7, 12), { dateOrder })));
    assert.deepEqual(shown, ['07/11/2026', '11/07/2026', '2026-11-07', '07.11.2026']);
  });

  it('durations grow from seconds to hours', () => {
    assert.deepEqual([0, 7_999, 754_000, 3_723_000, -5].map(duration), ['0:00', '0:07', '12:34', '1:02:03', '0:00']);
    assert.deepEqual(
      [0, 3_660_000, 90_000_000].map((ms) => uptime(ms, text)),
      ['0:00', '1:01', '1 d 1:00'],
    );
  });

  it('the call log says time, yesterday or the day', () => {
    const now = wall(at(21, 14));
    assert.equal(shortMoment(at(21, 0, 5), true, now, text), '00:05');
    assert.equal(shortMoment(at(20, 23, 59), true, now, text), 'Yesterday');
    assert.equal(shortMoment(at(19, 12), true, now, text), '19 Nov');
    assert.equal(shortMoment(at(19, 12), false, now, text), '');
  });

  it('dates follow the pattern of the language', () => {
    assert.equal(dateBy(text.date.long, wall(at(21, 12)), text), 'Saturday, 21 November');
    assert.equal(dateBy(text.date.short, wall(at(21, 12)), text), 'Sat 21 Nov');
  });
});

describe('names', () => {
  it('initials come from the first and the last word', () => {
    assert.equal(initialsOf('Grace Brewster Hopper'), 'GH');
    assert.equal(initialsOf('émile'), 'É');
    assert.equal(initialsOf('1002'), '');
    assert.equal(initialsOf(''), '');
  });

  it('a name cannot turn the screen around or fill it', () => {
    assert.equal(shownName('\u202eevil\u0000\r\nname\u200b '), 'evil name');
    assert.equal(shownName('x'.repeat(100_000)).length, 120);
    assert.equal(shownName(undefined), '');
  });
});

describe('sentences', () => {
  it('gaps are filled, unknown ones stay', () => {
    assert.equal(filled('{n} of {m}', { n: 1 }), '1 of {m}');
    assert.equal(counted(text.idle.missed, 1), '1 missed call');
    assert.equal(counted(text.idle.missed, 3), '3 missed calls');
  });
});

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
    ['+4930123456', '+49 30 123 456'],
    ['+12025550123', '+1 202-555-0123'],
    ['+34911234567', '+34 911 234 567'],
    ['+3531234567', '+353 123 4567'],
    ['004930123456', '00 49 30 123 456'],
    ['0035312345678', '00 353 123 456 78'],
    ['*97', '*97'],
    ['someone@example.net', 'someone@example.net'],
    ['', ''],
  ];
  for (const [number, shown] of cases)
    it(`${number || 'nothing'} reads ${shown || 'nothing'}`, () => assert.equal(groupedNumber(number), shown));

  const home: readonly (readonly [string, string, string])[] = [
    ['USA', '2025550123', '202-555-0123'],
    ['USA', '12025550123', '1 202-555-0123'],
    ['USA', '5550123', '555-0123'],
    ['USA', '0301234567', '030 123 4567'],
    ['Germany', '0301234567', '030 123 4567'],
    ['Germany', '022112345678', '0221 123 456 78'],
    ['Germany', '015112345678', '01511 234 5678'],
    ['Germany', '1234567', '123 4567'],
    ['UK', '02071234567', '020 7123 4567'],
    ['UK', '01632960123', '01632 960123'],
    ['UK', '07700900123', '07700 900123'],
    ['France', '0123456789', '01 23 45 67 89'],
    ['Netherlands', '0612345678', '06 12345678'],
    ['Netherlands', '0201234567', '020 123 4567'],
    ['Italy', '0612345678', '06 1234 5678'],
    ['Italy', '3123456789', '312 345 6789'],
    ['Israel', '0521234567', '052-123-4567'],
    ['China', '13800138000', '138 0013 8000'],
    ['China', '01012345678', '010 1234 5678'],
    ['Brazil', '011912345678', '011 91234-5678'],
    ['Argentina', '01112345678', '011 1234-5678'],
    ['Portugal', '212345678', '212 345 678'],
    ['Russia', '84951234567', '8 495 123-45-67'],
    ['Australia', '0412345678', '0412 345 678'],
    ['Australia', '0212345678', '02 1234 5678'],
    ['India', '9876543210', '98765 43210'],
    // As it is typed, and longer than any.
    ['UK', '0207123', '020 7123'],
    ['France', '012345678901234', '012 345 678 901 234'],
    ['Nowhere', '0301234567', '030 123 4567'],
  ];
  for (const [country, number, shown] of home)
    it(`${number} reads ${shown} in ${country}`, () => assert.equal(groupedNumber(number, country), shown));

  const abroad: readonly (readonly [string, string])[] = [
    ['+442071234567', '+44 20 7123 4567'],
    ['+33123456789', '+33 1 23 45 67 89'],
    ['+97231234567', '+972 3-123-4567'],
    ['+8613800138000', '+86 138 0013 8000'],
    ['+5491112345678', '+54 9 11 1234-5678'],
    ['+79161234567', '+7 916 123-45-67'],
    ['+390612345678', '+39 06 1234 5678'],
    ['+4930', '+4930'],
  ];
  for (const [number, shown] of abroad)
    it(`${number} reads ${shown} wherever one is`, () => {
      for (const country of ['Germany', 'USA', '']) assert.equal(groupedNumber(number, country), shown);
    });
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

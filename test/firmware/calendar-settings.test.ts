// Parameters of the two manuals become a time zone and a way of writing time.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter } from '#config/schema';
import { calendarSettings } from '#firmware/calendar-settings';
import type { Parameters } from '#firmware/lines/line-settings';
import { localTime } from '#ui/text/local-time';

function given(values: Readonly<Record<string, unknown>>): Parameters {
  const get = (path: string): unknown => values[path] ?? findParameter(path)?.default;
  return { get } as unknown as Parameters;
}

const offsetAt = (values: Readonly<Record<string, unknown>>, year: number, month: number, day: number, hour = 12): number =>
  localTime(Date.UTC(year, month - 1, day, hour), calendarSettings(given(values)).zone).offsetSeconds / 3600;

const saving = 'system/daylight_saving';

describe('calendar', () => {
  it('is Greenwich and 24 hours from the factory', () => {
    assert.deepEqual(calendarSettings(given({})), {
      zone: { offsetSeconds: 0 },
      twelveHours: false,
      dateOrder: 'DD/MM/YYYY',
    });
  });

  it('takes every zone of table 3-53', () => {
    const offsets = ['-12:00', '-03:30', '00:00', '+03:30', '+05:45', '+13:00', '1:00'];
    const hours = offsets.map((offset) => calendarSettings(given({ 'system/ntp/gmt_offset': offset })).zone.offsetSeconds / 3600);
    assert.deepEqual(hours, [-12, -3.5, 0, 3.5, 5.75, 13, 1]);
  });

  it('moves the clock by weekdays', () => {
    const values = {
      'system/ntp/gmt_offset': '+01:00',
      [`${saving}/activate`]: 'ENABLE',
      [`${saving}/mode`]: 'DayOfWeek',
      [`${saving}/start_date/month`]: 3,
      [`${saving}/start_date/week`]: 5,
      [`${saving}/end_date/month`]: 10,
      [`${saving}/end_date/week`]: 5,
      [`${saving}/end_date/hour`]: 3,
    };
    assert.deepEqual(
      [
        offsetAt(values, 2026, 3, 28),
        offsetAt(values, 2026, 3, 29),
        offsetAt(values, 2026, 10, 24),
        offsetAt(values, 2026, 10, 25),
      ],
      [1, 2, 2, 1],
    );
    assert.equal(offsetAt({ ...values, [`${saving}/activate`]: 'DISABLE' }, 2026, 7, 1), 1);
    assert.equal(offsetAt({ ...values, [`${saving}/offset`]: 120 }, 2026, 7, 1), 3);
    assert.equal(offsetAt({ ...values, [`${saving}/stop_autoadjust`]: false }, 2026, 12, 1), 2);
  });

  it('moves the clock by fixed dates', () => {
    const values = {
      [`${saving}/activate`]: 'ENABLE',
      [`${saving}/start_date/month`]: 2,
      [`${saving}/start_date/day`]: 22,
      [`${saving}/end_date/month`]: 7,
      [`${saving}/end_date/day`]: 16,
    };
    assert.deepEqual(
      [
        offsetAt(values, 2026, 2, 21),
        offsetAt(values, 2026, 2, 22),
        offsetAt(values, 2026, 7, 15),
        offsetAt(values, 2026, 7, 16),
      ],
      [0, 1, 1, 0],
    );
  });

  it('goes by the rule of an SPA where there is one that can be read', () => {
    const values = { [`${saving}/activate`]: 'ENABLE', [`${saving}/rule`]: 'start=10/1/7/2;end=4/1/7/3;save=1' };
    assert.deepEqual([offsetAt(values, 2026, 1, 10), offsetAt(values, 2026, 7, 10)], [1, 0]);
    const broken = { ...values, [`${saving}/rule`]: 'start=x;end=y;save=z', [`${saving}/end_date/month`]: 6 };
    assert.deepEqual([offsetAt(broken, 2026, 1, 10), offsetAt(broken, 2026, 7, 10)], [1, 0]);
  });
});

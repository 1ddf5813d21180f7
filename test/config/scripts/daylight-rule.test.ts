// The SPA's rule of summer time: what real profiles hold, what is refused and where, and that no text upsets the reader.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseDaylightRule } from '#config/scripts/daylight-rule';

const sunday = 0;

describe('rule of summer time', () => {
  it('is read as the manual explains it', () => {
    assert.deepEqual(parseDaylightRule('start=4/1/7;end=10/-1/7;save=1'), {
      ok: true,
      value: {
        begins: { month: 4, day: { kind: 'onOrAfter', day: 1, weekday: sunday }, secondOfDay: 0 },
        ends: { month: 10, day: { kind: 'onOrBefore', day: 31, weekday: sunday }, secondOfDay: 0 },
        savedSeconds: 3600,
      },
    });
    assert.deepEqual(parseDaylightRule('start=10/4/0/2:0:0; end=4/-20/6/3:15:30; save=+0:30:0;'), {
      ok: true,
      value: {
        begins: { month: 10, day: { kind: 'date', day: 4 }, secondOfDay: 7200 },
        ends: { month: 4, day: { kind: 'onOrBefore', day: 20, weekday: 6 }, secondOfDay: 3 * 3600 + 930 },
        savedSeconds: 1800,
      },
    });
    const winter = parseDaylightRule('start=10/-1/7/2;end=3/-1/7/1;save=-1');
    assert.equal(winter.ok && winter.value.savedSeconds, -3600);
  });

  const refused: readonly (readonly [string, number, RegExp])[] = [
    ['', 0, /start=/],
    ['start=13/1/7;end=10/-1/7;save=1', 6, /month from 1 to 12/],
    ['start=4/32/7;end=10/-1/7;save=1', 8, /day from 1 to 31/],
    ['start=4/1/8;end=10/-1/7;save=1', 10, /weekday from 0 to 7/],
    ['start=4/-1/0;end=10/-1/7;save=1', 11, /weekday from 1 to 7/],
    ['start=4/1/7;end=10/-1/7;save=', 29, /hours/],
    ['start=4/1/7/24;end=10/-1/7;save=1', 12, /hours from 0 to 23/],
    ['start=4/1/7;end=10/-1/7;save=1;more', 31, /the end/],
    [`start=4/1/7;end=10/-1/7;save=1${' '.repeat(200)}`, 127, /127/],
  ];
  for (const [text, at, expected] of refused) {
    it(`says where it cannot go on: ${text.slice(0, 40) || 'nothing'}`, () => {
      const parsed = parseDaylightRule(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.problem.at, at);
      assert.match(parsed.problem.expected, expected);
    });
  }

  it('no text upsets the reader, and what it takes is within bounds', () => {
    const pieces = fc.constantFrom(
      'start=',
      'end=',
      'save=',
      ';',
      '/',
      ':',
      '-',
      '+',
      '1',
      '7',
      '31',
      '12',
      '0',
      '2',
      ' ',
      '\0',
      'x',
    );
    const close = fc
      .tuple(fc.constantFrom('start=3/-1/7/2;end=10/-1/7/3;save=1'), fc.nat(40), fc.string({ maxLength: 3 }))
      .map(([rule, at, put]) => rule.slice(0, at) + put + rule.slice(at + 1));
    const any = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      close,
    );
    fc.assert(
      fc.property(any, (text) => {
        const parsed = parseDaylightRule(text);
        if (!parsed.ok) return assert.ok(parsed.problem.at >= 0 && parsed.problem.at <= text.length);
        const { begins, ends, savedSeconds } = parsed.value;
        assert.ok(Math.abs(savedSeconds) < 86_400);
        for (const { month, day, secondOfDay } of [begins, ends]) {
          assert.ok(month >= 1 && month <= 12 && day.day >= 1 && day.day <= 31 && secondOfDay >= 0 && secondOfDay < 86_400);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

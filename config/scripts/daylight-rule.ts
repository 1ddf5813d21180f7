// When summer time is: `start=3/-1/7/2;end=10/-1/7/3;save=1`. SPA9x2 administration guide p. 161.

import { type Parsed, parseScript, type ScriptReader } from './script-reader.ts';

/** A day of the year; weekdays count from 0, Sunday. */
type RuleDay =
  | { readonly kind: 'date'; readonly day: number }
  | { readonly kind: 'onOrAfter'; readonly day: number; readonly weekday: number }
  | { readonly kind: 'onOrBefore'; readonly day: number; readonly weekday: number };

interface Changeover {
  readonly month: number;
  readonly day: RuleDay;
  readonly secondOfDay: number;
}

export interface DaylightRule {
  readonly begins: Changeover;
  readonly ends: Changeover;
  readonly savedSeconds: number;
}

export function parseDaylightRule(text: string): Parsed<DaylightRule> {
  return parseScript(text, (reader) => {
    reader.expect('start=');
    const begins = changeover(reader);
    reader.expect(';');
    reader.expect('end=');
    const ends = changeover(reader);
    reader.expect(';');
    reader.expect('save=');
    const sign = reader.take('-') ? -1 : 1;
    reader.take('+');
    const savedSeconds = sign * timeOfDay(reader);
    reader.take(';');
    return { begins, ends, savedSeconds };
  });
}

function changeover(reader: ScriptReader): Changeover {
  const month = reader.whole('a month', 1, 12);
  reader.expect('/');
  const day = ruleDay(reader);
  const secondOfDay = reader.take('/') ? timeOfDay(reader) : 0;
  return { month, day, secondOfDay };
}

/**
 * Weekday 1 is Monday and 7 Sunday; 0 is the date itself. With a weekday a positive day means on or after it, a negative one on or before;
 * -1 is the last of the month.
 */
function ruleDay(reader: ScriptReader): RuleDay {
  const before = reader.take('-');
  const day = reader.whole('a day', 1, 31);
  reader.expect('/');
  const weekday = reader.whole('a weekday', before ? 1 : 0, 7);
  if (before) return { kind: 'onOrBefore', day: day === 1 ? 31 : day, weekday: weekday % 7 };
  return weekday === 0 ? { kind: 'date', day } : { kind: 'onOrAfter', day, weekday: weekday % 7 };
}

function timeOfDay(reader: ScriptReader): number {
  const hours = reader.whole('hours', 0, 23);
  const minutes = reader.take(':') ? reader.whole('minutes', 0, 59) : 0;
  const seconds = reader.take(':') ? reader.whole('seconds', 0, 59) : 0;
  return hours * 3600 + minutes * 60 + seconds;
}

// `start=3/-1/7/2;end=10/-1/7/2;save=1`: when summer time begins and ends. SPA9x2 administration guide p. 161.

export interface DaylightSavingDate {
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31; -1 and the like count from the end of the month. */
  readonly day: number;
  /** 1 Monday to 7 Sunday; 0: the day is the date itself. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

export interface DaylightSavingRule {
  readonly start: DaylightSavingDate;
  readonly end: DaylightSavingDate;
  /** How far the clock is moved. */
  readonly saveMinutes: number;
}

/** Undefined for what is no such rule. In any order; a time that is left out is midnight. */
export function parseDaylightSavingRule(text: string): DaylightSavingRule | undefined {
  const fields = new Map<string, string>();
  for (const field of text.split(';', 8)) {
    const [name = '', value = ''] = field.split('=', 2);
    if (name.trim() !== '') fields.set(name.trim().toLowerCase(), value.trim());
  }
  const start = parseDate(fields.get('start'));
  const end = parseDate(fields.get('end'));
  const saveMinutes = parseSaving(fields.get('save'));
  return start === undefined || end === undefined || saveMinutes === undefined ? undefined : { start, end, saveMinutes };
}

function parseDate(text: string | undefined): DaylightSavingDate | undefined {
  const found = /^(\d{1,2})\/(-?\d{1,2})(?:\/([0-7]))?(?:\/(\d{1,2})(?::(\d{1,2}))?(?::\d{1,2})?)?$/.exec(text ?? '');
  if (found === null) return undefined;
  const [month, day, weekday, hour, minute] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const right = month >= 1 && month <= 12 && Math.abs(day) >= 1 && Math.abs(day) <= 31 && hour <= 23 && minute <= 59;
  return right && (weekday > 0 || day > 0) ? { month, day, weekday, hour, minute } : undefined;
}

function parseSaving(text: string | undefined): number | undefined {
  const [, sign, hours, minutes] = /^([+-]?)(\d{1,2})(?::(\d{1,2}))?(?::\d{1,2})?$/.exec(text ?? '') ?? [];
  if (hours === undefined) return undefined;
  const total = Number(hours) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -total : total;
}

/** Week of the month for a weekday on or after a day: the 8th is the second; the last whatever counts from the end. */
export function weekOf({ day }: DaylightSavingDate): number {
  return day < 0 ? 5 : Math.min(5, Math.floor((day - 1) / 7) + 1);
}

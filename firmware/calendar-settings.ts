// Time zone, summer time and the way of writing both, from the parameters. AudioCodes tables 3-50 to 3-53, and the SPA's rule.

import { parseDaylightRule } from '#config/scripts/daylight-rule';
import type { Calendar } from '#ui/text/calendar';
import type { Changeover, SummerTime, TimeZone } from '#ui/text/local-time';
import type { Parameters } from './lines/line-settings.ts';

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** A rule that cannot be read is no rule: the clock then goes by the dates. */
export function calendarSettings(parameters: Parameters): Calendar {
  const summer = parameters.get('system/daylight_saving/activate') === 'ENABLE' ? summerTime(parameters) : undefined;
  const offsetSeconds = secondsOf(parameters.get('system/ntp/gmt_offset'));
  const zone: TimeZone = summer === undefined ? { offsetSeconds } : { offsetSeconds, summer };
  return {
    zone,
    twelveHours: parameters.get('system/ntp/time_display_format') === '12Hour',
    dateOrder: parameters.get('system/ntp/date_display_format'),
  };
}

/** `-03:30`. */
function secondsOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(offset) ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

function summerTime(parameters: Parameters): SummerTime {
  const endsByItself = parameters.get('system/daylight_saving/stop_autoadjust');
  const text = parameters.get('system/daylight_saving/rule');
  const rule = text === '' ? undefined : parseDaylightRule(text);
  if (rule?.ok === true) return { ...rule.value, endsByItself };
  const savedSeconds = parameters.get('system/daylight_saving/offset') * 60;
  return { begins: beginning(parameters), ends: end(parameters), savedSeconds, endsByItself };
}

interface Dates {
  readonly month: number;
  readonly day: number;
  readonly week: number;
  readonly weekday: string;
  readonly hour: number;
  readonly minute: number;
}

function changeover(byWeekday: boolean, { month, day, week, weekday, hour, minute }: Dates): Changeover {
  return {
    month,
    day: byWeekday ? { kind: 'week', week, weekday: Math.max(0, weekdays.indexOf(weekday)) } : { kind: 'date', day },
    secondOfDay: hour * 3600 + minute * 60,
  };
}

function byWeekday(parameters: Parameters): boolean {
  return parameters.get('system/daylight_saving/mode') === 'DayOfWeek';
}

function beginning(parameters: Parameters): Changeover {
  return changeover(byWeekday(parameters), {
    month: parameters.get('system/daylight_saving/start_date/month'),
    day: parameters.get('system/daylight_saving/start_date/day'),
    week: parameters.get('system/daylight_saving/start_date/week'),
    weekday: parameters.get('system/daylight_saving/start_date/day_of_week'),
    hour: parameters.get('system/daylight_saving/start_date/hour'),
    minute: parameters.get('system/daylight_saving/start_date/minute'),
  });
}

function end(parameters: Parameters): Changeover {
  return changeover(byWeekday(parameters), {
    month: parameters.get('system/daylight_saving/end_date/month'),
    day: parameters.get('system/daylight_saving/end_date/day'),
    week: parameters.get('system/daylight_saving/end_date/week'),
    weekday: parameters.get('system/daylight_saving/end_date/day_of_week'),
    hour: parameters.get('system/daylight_saving/end_date/hour'),
    minute: parameters.get('system/daylight_saving/end_date/minute'),
  });
}

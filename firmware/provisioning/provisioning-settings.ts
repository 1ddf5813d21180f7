// What the parameters say about provisioning.

import { parseRetryList } from '#config/formats/spa/retry-list';
import { localTime, type TimeZone } from '#ui/text/local-time';
import { calendarSettings } from '../calendar-settings.ts';
import type { Parameters } from '../lines/line-settings.ts';
import type { RuleSettings } from './profile-rules.ts';
import type { Period, WallTime } from './schedule.ts';
import type { SourceSettings } from './source.ts';

export interface ProvisioningSettings extends SourceSettings {
  /** Undefined where there are none: they go before every other source. */
  readonly rules: RuleSettings | undefined;
  /** A server may say that there is something new. */
  readonly followsServer: boolean;
  /** The person at the phone may ask. */
  readonly followsPerson: boolean;
  readonly redirectServer: string;
  readonly serverName: string;
  readonly plugAndPlay: boolean;
  readonly period: Period;
  /** By which its times of day are meant. */
  readonly zone: TimeZone;
  readonly randomMinutes: number;
  readonly powerUpRandomMs: number;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** Keys and pass phrases that open encrypted files and values, as they are written. */
  readonly filePhrases: readonly string[];
  /** Readable passwords are taken from files that came unprotected. */
  readonly takesBareSecrets: boolean;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export function provisioningSettings(parameters: Parameters): ProvisioningSettings {
  const user = parameters.get('provisioning/user_name');
  return {
    method: parameters.get('provisioning/method'),
    configurationUrl: parameters.get('provisioning/configuration/url'),
    optionNumber: parameters.get('provisioning/url_option_value'),
    rules: ruleSettings(parameters),
    followsServer: parameters.get('provisioning/resync/from_sip'),
    followsPerson: parameters.get('provisioning/resync/user_configurable'),
    redirectServer: parameters.get('provisioning/redirect_server_url'),
    serverName: parameters.get('provisioning/server_name'),
    plugAndPlay: parameters.get('provisioning/plug_and_play/enabled'),
    period: period(parameters),
    zone: calendarSettings(parameters).zone,
    randomMinutes: parameters.get('provisioning/random_provisioning_time'),
    powerUpRandomMs: parameters.get('provisioning/resync/random_delay') * 1000,
    login: user === '' ? undefined : { user, password: parameters.get('provisioning/password').reveal() },
    filePhrases: [parameters.get('provisioning/file_key').reveal()].filter((phrase) => phrase !== ''),
    takesBareSecrets: parameters.get('provisioning/secrets_without_protection'),
  };
}

const [ruleCount, triggerCount, generalCount, secretCount] = [4, 2, 16, 4] as const;

function ruleSettings(parameters: Parameters): RuleSettings | undefined {
  const rules = indexes(ruleCount).map((n) => parameters.get(`provisioning/rule/${n}/profile`).trim());
  const used = rules.filter((rule) => rule !== '' && !rule.startsWith('#'));
  if (used.length === 0 || !parameters.get('provisioning/resync/enabled')) return undefined;
  return {
    rules: used,
    onPowerUp: parameters.get('provisioning/resync/on_reset'),
    periodS: parameters.get('provisioning/resync/period'),
    longestWaitS: parameters.get('provisioning/resync/forced_delay'),
    retries: parseRetryList(parameters.get('provisioning/resync/error_retry_delay')) ?? [],
    missingFileFails: parameters.get('provisioning/resync/fails_on_missing_file'),
    general: indexes(generalCount).map((n) => parameters.get(`provisioning/general_purpose/${n}/value`)),
    secrets: indexes(secretCount).map((n) => parameters.get(`provisioning/general_purpose_secret/${n}/value`).reveal()),
    triggers: indexes(triggerCount)
      .map((n) => parameters.get(`provisioning/resync/trigger/${n}/condition`))
      .filter((condition) => condition !== ''),
  };
}

function indexes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function period(parameters: Parameters): Period {
  const type = parameters.get('provisioning/period/type');
  switch (type) {
    case 'hourly':
      return { type, hours: parameters.get('provisioning/period/hourly/hours_interval') };
    case 'daily':
      return { type, minute: minuteOf(parameters.get('provisioning/period/daily/time')) };
    case 'weekly':
      return {
        type,
        day: weekdays.indexOf(parameters.get('provisioning/period/weekly/day')),
        minute: minuteOf(parameters.get('provisioning/period/weekly/time')),
      };
    case 'powerup':
      return { type };
  }
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** What the phone's own clock shows. */
export function wallTime(ms: number, zone: TimeZone): WallTime {
  const { weekday, hour, minute, second } = localTime(ms, zone);
  return { day: weekday, minute: hour * 60 + minute, second };
}

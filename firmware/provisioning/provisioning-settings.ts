// What the parameters say about provisioning.

import type { ParameterPath, Values } from '#config/schema';
import type { Period, WallTime } from './schedule.ts';
import type { SourceSettings } from './source.ts';

export interface ProvisioningSettings extends SourceSettings {
  readonly redirectServer: string;
  readonly serverName: string;
  readonly plugAndPlay: boolean;
  readonly period: Period;
  readonly randomMinutes: number;
  readonly powerUpRandomMs: number;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** Keys and pass phrases that open encrypted files and values, as they are written. */
  readonly filePhrases: readonly string[];
  /** Readable passwords are taken from files that came unprotected. */
  readonly takesBareSecrets: boolean;
}

interface Parameters {
  get<P extends ParameterPath>(path: P): Values[P];
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export function provisioningSettings(parameters: Parameters): ProvisioningSettings {
  const user = parameters.get('provisioning/user_name');
  return {
    method: parameters.get('provisioning/method'),
    configurationUrl: parameters.get('provisioning/configuration/url'),
    optionNumber: parameters.get('provisioning/url_option_value'),
    redirectServer: parameters.get('provisioning/redirect_server_url'),
    serverName: parameters.get('provisioning/server_name'),
    plugAndPlay: parameters.get('provisioning/plug_and_play/enabled'),
    period: period(parameters),
    randomMinutes: parameters.get('provisioning/random_provisioning_time'),
    powerUpRandomMs: parameters.get('provisioning/resync/random_delay') * 1000,
    login: user === '' ? undefined : { user, password: parameters.get('provisioning/password').reveal() },
    filePhrases: [parameters.get('provisioning/file_key').reveal()].filter((phrase) => phrase !== ''),
    takesBareSecrets: parameters.get('provisioning/secrets_without_protection'),
  };
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

/** As the phone's own time zone has it. */
export function wallTime(ms: number): WallTime {
  const date = new Date(ms);
  return { day: date.getDay(), minute: date.getHours() * 60 + date.getMinutes(), second: date.getSeconds() };
}

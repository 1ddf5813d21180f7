// Parameters about SIP servers, turned into what the user agent understands: backups, timers, emergencies.

import type { SipTimers } from '#sip/timers';
import type { CallerLocation } from '#sip/ua/account/location-document';
import type { Emergency, Redundancy, RegistrationLimits, ResponsePolicy, ServerAddress } from '#sip/ua/account/routing-settings';
import { callTarget } from '#sip/ua/call-target';
import type { FailoverSettings } from '#sip/ua/request/dead-targets';
import { parseStatusPatterns } from '#sip/ua/request/status-patterns';
import type { Parameters } from './line-settings.ts';

export function sipTimers(parameters: Parameters): SipTimers {
  const ends = {
    B: parameters.get('voip/signalling/sip/sip_timer_b'),
    D: parameters.get('voip/signalling/sip/sip_timer_d'),
    F: parameters.get('voip/signalling/sip/sip_timer_f'),
    H: parameters.get('voip/signalling/sip/sip_timer_h'),
    J: parameters.get('voip/signalling/sip/sip_timer_j'),
  };
  return {
    t1Ms: parameters.get('voip/signalling/sip/sip_t1'),
    t2Ms: parameters.get('voip/signalling/sip/sip_t2'),
    t4Ms: parameters.get('voip/signalling/sip/sip_t4'),
    ends: Object.fromEntries(Object.entries(ends).filter(([, ms]) => ms > 0)),
    retransmissions: {
      invite: parameters.get('voip/signalling/sip/retransmissions/invite'),
      other: parameters.get('voip/signalling/sip/retransmissions/other'),
    },
  };
}

export function failoverSettings(parameters: Parameters): FailoverSettings {
  return {
    patienceMs: parameters.get('voip/signalling/sip/failover/answer_timeout'),
    deadMs: parameters.get('voip/signalling/sip/failover/retry_interval') * 1000,
  };
}

/** Undefined while the line has one server. */
export function redundancyOf(parameters: Parameters, line: number): Redundancy | undefined {
  const mode = parameters.get('voip/signalling/sip/redundant_proxy/mode');
  const host = parameters.get(`voip/line/${line}/backup_proxy_address`);
  if (mode === 'DISABLE' || host === '') return undefined;
  return {
    backup: serverAddress(host, parameters.get(`voip/line/${line}/backup_proxy_port`)),
    registersAtBoth: mode === 'SIMULTANEOUS',
    keepAliveS: parameters.get('voip/signalling/sip/redundant_proxy/keepalive_period'),
    staysAtBackup: parameters.get('voip/signalling/sip/redundant_proxy/symmetric_mode'),
  };
}

export function registrationLimitsOf(parameters: Parameters): RegistrationLimits {
  return {
    shortestS: parameters.get('voip/signalling/sip/registration/minimum_expires'),
    longestS: parameters.get('voip/signalling/sip/registration/maximum_expires'),
    refreshBeforeS: parameters.get('voip/signalling/sip/registration/refresh_before'),
    addedRetryS: parameters.get('voip/signalling/sip/registration/retry_random_delay'),
    addedLongRetryS: parameters.get('voip/signalling/sip/registration/long_retry_random_delay'),
  };
}

export function responsePolicyOf(parameters: Parameters): ResponsePolicy {
  return {
    tryBackup: parseStatusPatterns(parameters.get('voip/signalling/sip/failover/try_backup_codes')),
    retryRegistration: parseStatusPatterns(parameters.get('voip/signalling/sip/failover/retry_registration_codes')),
    longRetryS: parameters.get('voip/signalling/sip/failover/registration_long_interval'),
  };
}

export function emergencyOf(parameters: Parameters): Emergency {
  const host = parameters.get('voip/emergency/proxy_address');
  const server = host === '' ? undefined : serverAddress(host, parameters.get('voip/emergency/proxy_port'));
  const location = locationOf(parameters);
  return {
    numbers: parameters
      .get('voip/emergency/numbers')
      .split(/[ ,;]+/)
      .filter((number) => number !== ''),
    ...(server === undefined ? {} : { server }),
    ...(location === undefined ? {} : { location }),
  };
}

export function serverAddress(host: string, port: number): ServerAddress {
  return { host, port: port === 0 ? undefined : port };
}

/** `host` or `host:port`, IPv6 in brackets; undefined where nothing is written, or what is no server. */
export function writtenServer(text: string): ServerAddress | undefined {
  const uri = text === '' ? undefined : callTarget(`sip:${text}`, '');
  return uri === undefined ? undefined : { host: uri.host, port: uri.port };
}

function locationOf(parameters: Parameters): CallerLocation | undefined {
  const elin = parameters.get('voip/emergency/location/elin');
  const uri = parameters.get('voip/emergency/location/uri');
  const elements = parameters
    .get('voip/emergency/location/civic')
    .split(';')
    .filter((element) => element.includes('='));
  const civic = Object.fromEntries(
    elements.map((element) => [element.slice(0, element.indexOf('=')), element.slice(element.indexOf('=') + 1)]),
  );
  const latitude = parameters.get('voip/emergency/location/latitude');
  const longitude = parameters.get('voip/emergency/location/longitude');
  const geodetic = latitude !== '' && longitude !== '' ? { latitude: Number(latitude), longitude: Number(longitude) } : undefined;
  if (elin === '' && uri === '' && elements.length === 0 && geodetic === undefined) return undefined;
  return {
    civic,
    ...(elin === '' ? {} : { elin }),
    ...(uri === '' ? {} : { uri }),
    ...(geodetic === undefined ? {} : { geodetic }),
  };
}

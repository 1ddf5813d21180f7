// What two sides agree on about the lifetime of a session (RFC 4028 §7, §9). Pure.

import type { Headers } from '../../message/headers.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { SessionTimerSettings } from './call-settings.ts';

/** The session ends after so long, unless whoever it is refreshes it before. */
export interface SessionLifetime {
  readonly intervalS: number;
  readonly refresher: 'us' | 'them';
}

/** §4: less would be a storm. */
export const leastIntervalS = 90;

const longestS = 86_400;

/** Session-Expires and Min-SE of a request of ours. `minimumS`: what a 422 asked for, or ours. */
export function requestFields(
  settings: SessionTimerSettings | undefined,
  running: SessionLifetime | undefined,
  minimumS: number,
): HeaderFields {
  const intervalS = running?.intervalS ?? settings?.intervalS;
  if (intervalS === undefined || intervalS === 0) return [];
  const isOurs = running === undefined ? settings?.refresher === 'local' : running.refresher === 'us';
  const fields: (readonly [string, string])[] = [
    ['Session-Expires', `${Math.max(intervalS, minimumS)};refresher=${isOurs ? 'uac' : 'uas'}`],
  ];
  return minimumS > leastIntervalS ? [...fields, ['Min-SE', String(minimumS)]] : fields;
}

/** §7.2: what the 2xx to a request of ours says; undefined: the session lives as long as it likes. */
export function lifetimeOfResponse(headers: Headers): SessionLifetime | undefined {
  const asked = sessionExpiresOf(headers);
  if (asked === undefined) return undefined;
  return { intervalS: asked.intervalS, refresher: asked.refresher === 'uas' ? 'them' : 'us' };
}

/** §9: the Min-SE of a 422, when the request of the other side wants less and would understand. */
export function refusedInterval(headers: Headers, settings: SessionTimerSettings | undefined): number | undefined {
  const minimumS = Math.max(settings?.minimumS ?? 0, leastIntervalS);
  const asked = sessionExpiresOf(headers);
  return asked !== undefined && asked.intervalS < minimumS && knowsTimer(headers) ? minimumS : undefined;
}

/** §9 and its table 2: the 2xx to a request of the other side. */
export function answerTo(
  headers: Headers,
  settings: SessionTimerSettings | undefined,
): { readonly lifetime: SessionLifetime; readonly fields: HeaderFields } | undefined {
  const asked = sessionExpiresOf(headers);
  const wishedS = settings?.intervalS === 0 ? undefined : settings?.intervalS;
  const upToS = asked === undefined ? wishedS : Math.min(asked.intervalS, wishedS ?? asked.intervalS);
  if (upToS === undefined) return undefined;
  const intervalS = Math.max(upToS, minimumOf(headers) ?? leastIntervalS, leastIntervalS);
  const isTheirs = knowsTimer(headers) && (asked?.refresher ?? (settings?.refresher === 'local' ? 'uas' : 'uac')) === 'uac';
  const refresher = isTheirs ? 'uac' : 'uas';
  const require: HeaderFields = isTheirs ? [['Require', 'timer']] : [];
  return {
    lifetime: { intervalS, refresher: isTheirs ? 'them' : 'us' },
    fields: [['Session-Expires', `${intervalS};refresher=${refresher}`], ...require],
  };
}

export function minimumOf(headers: Headers): number | undefined {
  const digits = /^\s*(\d{1,9})/.exec(headers.get('Min-SE') ?? '')?.[1];
  return digits === undefined ? undefined : Math.min(Number(digits), longestS);
}

function sessionExpiresOf(headers: Headers): { readonly intervalS: number; readonly refresher: string | undefined } | undefined {
  const value = headers.get('Session-Expires') ?? '';
  const digits = /^\s*(\d{1,9})\s*(?:;|$)/.exec(value)?.[1];
  if (digits === undefined || Number(digits) === 0) return undefined;
  const refresher = /;\s*refresher\s*=\s*"?(uac|uas)"?\s*(?:;|$)/i.exec(value)?.[1]?.toLowerCase();
  return { intervalS: Math.min(Number(digits), longestS), refresher };
}

function knowsTimer(headers: Headers): boolean {
  return [...headers.getAll('Supported'), ...headers.getAll('Require')].some((option) => option.toLowerCase() === 'timer');
}

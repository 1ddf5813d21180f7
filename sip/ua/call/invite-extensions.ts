// Extensions that an INVITE asks for or offers, by the account's settings: reliable provisional responses (RFC 3262 §3, §4).

import type { Headers } from '../../message/headers.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { CallSettings } from './call-settings.ts';

type Reliability = CallSettings['reliability'];

/** What an INVITE of ours says. */
export function reliabilityFields(reliability: Reliability = 'supported'): HeaderFields {
  if (reliability === 'off') return [];
  return reliability === 'required' ? [['Require', '100rel']] : [['Supported', '100rel']];
}

/** The answer to an INVITE that does not go together with our settings. */
export function checkExtensions(headers: Headers, reliability: Reliability = 'supported'): Refusal | undefined {
  if (reliability === 'off' && asks(headers, 'Require')) return { status: 420, headers: [['Unsupported', '100rel']] };
  if (reliability === 'required' && !knows(headers)) return { status: 421, headers: [['Require', '100rel']] };
  return undefined;
}

/** Where it is only possible, what brings a description goes reliably: else nobody could build upon it. */
export function isReliable(headers: Headers, reliability: Reliability = 'supported', describes: boolean): boolean {
  if (reliability === 'off') return false;
  return asks(headers, 'Require') || (knows(headers) && (describes || reliability === 'required'));
}

/** RSeq of a provisional response that is to be acknowledged; undefined when it is not. */
export function reliableNumber(headers: Headers, reliability: Reliability = 'supported'): number | undefined {
  const digits = /^\s*(\d{1,10})\s*$/.exec(headers.get('RSeq') ?? '')?.[1];
  return reliability !== 'off' && digits !== undefined && asks(headers, 'Require') ? Number(digits) : undefined;
}

function knows(headers: Headers): boolean {
  return asks(headers, 'Supported') || asks(headers, 'Require');
}

function asks(headers: Headers, name: string): boolean {
  return headers.getAll(name).some((option) => option.toLowerCase() === '100rel');
}

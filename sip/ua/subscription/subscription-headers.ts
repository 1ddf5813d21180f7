// Event and Subscription-State as values (RFC 6665 §8.2.1, §8.2.3).

import { SipParseError } from '../../errors.ts';
import type { Headers } from '../../message/headers.ts';
import { type Parameters, parseParameters } from '../../message/parameters.ts';
import { Scanner } from '../../message/scanner.ts';

export interface EventName {
  /** Lower case, templates included: `presence.winfo`. */
  readonly name: string;
  readonly id: string | undefined;
  readonly parameters: Parameters;
}

export interface SubscriptionState {
  readonly state: 'active' | 'pending' | 'terminated';
  readonly expiresS: number | undefined;
  /** Lower case. */
  readonly reason: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** Nobody shall send a phone away for longer than a day. */
const longestPauseS = 86_400;

/** Undefined when absent or malformed. */
export function eventOf(headers: Headers): EventName | undefined {
  return readEvent(headers.get('Event'));
}

export function readEvent(value: string | undefined): EventName | undefined {
  const read = tokenAndParameters(value);
  return read === undefined ? undefined : { name: read.token, id: read.parameters.get('id'), parameters: read.parameters };
}

/** §8.2.1: other parameters do not count. Some notifiers forget our id; a wrong one is another subscription's. */
export function isOfEvent(ours: EventName, theirs: EventName): boolean {
  return ours.name === theirs.name && (theirs.id === undefined || ours.id === theirs.id);
}

/** Absent or unreadable counts as active, as an extension of the states does (§4.1.3): what is told is heard all the same. */
export function subscriptionStateOf(headers: Headers): SubscriptionState {
  const read = tokenAndParameters(headers.get('Subscription-State'));
  const state = read?.token === 'pending' || read?.token === 'terminated' ? read.token : 'active';
  const retryAfterS = seconds(read?.parameters.get('retry-after'));
  return {
    state,
    expiresS: seconds(read?.parameters.get('expires')),
    reason: read?.parameters.get('reason')?.toLowerCase(),
    retryAfterMs: retryAfterS === undefined ? undefined : Math.min(retryAfterS, longestPauseS) * 1000,
  };
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function tokenAndParameters(value: string | undefined): { readonly token: string; readonly parameters: Parameters } | undefined {
  if (value === undefined) return undefined;
  try {
    const scanner = new Scanner(value);
    scanner.skipBlanks();
    const token = scanner.token().toLowerCase();
    const parameters = parseParameters(scanner);
    scanner.expectEnd();
    return { token, parameters };
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}

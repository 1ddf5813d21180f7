// What stays the same in every SUBSCRIBE of one subscription (RFC 6665 §4.1.2).

import type { Headers } from '../../message/headers.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import { mediaType } from './notify-content.ts';
import type { SubscriptionRequest } from './subscription-events.ts';
import { type EventName, readEvent } from './subscription-headers.ts';

export interface SubscriptionTerms {
  readonly event: EventName;
  /** Lower-case media types that a NOTIFY may bring. */
  readonly accept: readonly string[];
  /** Beside those that make the message. */
  headers(expiresS: number): HeaderFields;
}

/** What the administrator wants of every subscription. */
export interface SubscriptionLimits {
  /** A grant counts as no less, and as no more. */
  readonly shortestS: number;
  readonly longestS: number;
  /** First pause after a failure. */
  readonly retryS: number;
}

/** The event is the caller's own, not the wire's: a malformed one is an error in the program. */
export function termsOf(request: SubscriptionRequest): SubscriptionTerms {
  const event = readEvent(request.event);
  if (event === undefined) throw new TypeError(`${request.event} is no event`);
  const { supported = [], headers = [] } = request;
  return {
    event,
    accept: request.accept.map(mediaType),
    headers: (expiresS) => [
      ['Event', request.event],
      ...(request.accept.length > 0 ? [['Accept', request.accept.join(', ')] as const] : []),
      ['Expires', String(expiresS)],
      ...(supported.length > 0 ? [['Supported', supported.join(', ')] as const] : []),
      ...headers,
    ],
  };
}

/** How long a 2xx lets it live: what it says, never more than was asked (§4.2.1.1). */
export function grantedS(headers: Headers, askedS: number): number {
  return Math.min(expiresOf(headers) ?? askedS, askedS);
}

function expiresOf(headers: Headers): number | undefined {
  try {
    return headers.expires;
  } catch {
    return undefined;
  }
}

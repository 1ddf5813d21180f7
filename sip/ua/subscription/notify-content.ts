// Whether what a NOTIFY brings can be read at all (RFC 3261 §8.2.3, RFC 6665 §4.1.3).

import type { SipRequest } from '../../message/message.ts';
import type { Refusal } from '../request/request-checks.ts';
import { type EventName, eventOf, isOfEvent } from './subscription-headers.ts';

/** Undefined: passed. `accept`: lower-case media types. */
export function checkNotify(request: SipRequest, event: EventName, accept: readonly string[]): Refusal | undefined {
  const theirs = eventOf(request.headers);
  if (theirs === undefined || !isOfEvent(event, theirs)) return { status: 489 };
  if (request.body.length === 0) return undefined;
  const encodings = request.headers.getAll('Content-Encoding').filter((each) => each.toLowerCase() !== 'identity');
  if (encodings.length > 0) return { status: 415, headers: [['Accept-Encoding', 'identity']] };
  const type = mediaType(request.headers.get('Content-Type') ?? '');
  return accept.includes(type) ? undefined : { status: 415, headers: [['Accept', accept.join(', ')]] };
}

export function mediaType(value: string): string {
  return (value.split(';', 1)[0] ?? '').replace(/\s+/g, '').toLowerCase();
}

// How long a subscriber of ours gets (RFC 6665 §4.2.1.1).

import type { Headers } from '../../message/headers.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { EventNotifier } from './event-notifier.ts';

export type Grant =
  | { readonly type: 'granted'; readonly expiresS: number }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Never more than was asked. */
export function grantOf(headers: Headers, { leastS, usualS, mostS }: EventNotifier['expires']): Grant {
  const asked = expiresOf(headers);
  if (asked === 'malformed') return { type: 'refused', refusal: { status: 400, reason: 'Malformed Expires' } };
  if (asked !== undefined && asked > 0 && asked < leastS) {
    return { type: 'refused', refusal: { status: 423, headers: [['Min-Expires', String(leastS)]] } };
  }
  return { type: 'granted', expiresS: Math.min(asked ?? usualS, mostS) };
}

function expiresOf(headers: Headers): number | undefined | 'malformed' {
  try {
    return headers.expires;
  } catch {
    return 'malformed';
  }
}

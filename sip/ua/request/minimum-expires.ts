// Min-Expires of a 423 (RFC 3261 §20.23).

import type { Headers } from '../../message/headers.ts';

/** 0 when there is none that makes sense. */
export function minimumExpiresS(headers: Headers): number {
  return Number(/^\d{1,9}$/.exec(headers.get('Min-Expires') ?? '')?.[0] ?? 0);
}

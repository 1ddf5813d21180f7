// Retry-After of a response, in milliseconds (RFC 3261 §20.33).

import type { Headers } from '../../message/headers.ts';

/** Nobody shall send a phone away for longer than a day. */
const longestS = 86_400;

export function retryAfterMs(headers: Headers): number | undefined {
  const digits = /^\d{1,10}/.exec(headers.get('Retry-After') ?? '')?.[0];
  return digits === undefined ? undefined : Math.min(Number(digits), longestS) * 1000;
}

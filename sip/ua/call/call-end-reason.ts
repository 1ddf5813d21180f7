// The Reason header field of CANCEL and BYE (RFC 3326).

import type { Headers } from '../../message/headers.ts';

/** `SIP;cause=200;text="Call completed elsewhere"`: another phone of the same user took the call (RFC 3326 §2, §3.1). */
export function answeredElsewhere(headers: Headers): boolean {
  return headers.getAll('Reason').some((value) => /^\s*SIP\s*;/i.test(value) && /;\s*cause\s*=\s*"?200"?\s*(;|$)/i.test(value));
}

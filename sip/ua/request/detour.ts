// A proxy on a call's route has died: another of the account's servers passes the request on from there (RFC 3263 §4.3).

import type { SipRequest } from '../../message/message.ts';

/** As the dead proxy would have sent it on: without its own Route. For loose routing, where the Request-URI is the target's. */
export function pastFirstRoute(request: SipRequest): SipRequest {
  const [, ...rest] = request.headers.getAll('Route');
  const headers = request.headers.clone().delete('Route');
  for (const route of rest) headers.append('Route', route);
  return { ...request, headers };
}

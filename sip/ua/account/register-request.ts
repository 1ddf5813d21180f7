// REGISTER from its parts (RFC 3261 §10.2, RFC 3327, RFC 5626 §4.2, RFC 5627 §4.1).

import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest } from '../../message/message.ts';
import type { SipUri } from '../../message/uri.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import type { AccountSettings } from '../user-agent-events.ts';

export interface RegisterParts {
  readonly settings: AccountSettings;
  /** Of the registrar when a redirection named another one than the domain. */
  readonly uri: SipUri | undefined;
  readonly callId: string;
  readonly sequence: number;
  readonly tag: string;
  /** Values of Contact with their expiry; `*` alone takes back all that anybody registered (§10.2.2). */
  readonly contacts: readonly string[];
  readonly expiresS: number;
  readonly supported: readonly string[];
}

export function registerRequest(parts: RegisterParts): SipRequest {
  const { user, domain, displayName, thirdParty } = parts.settings;
  const own = addressOfRecord(user, domain);
  const request = makeRequest({
    method: 'REGISTER',
    uri: parts.uri ?? hostUri(domain, undefined),
    from: { displayName, uri: own, parameters: new Map([['tag', parts.tag]]) },
    // SPA9000 p. 190: who shares a line registers for its owner.
    to: {
      displayName,
      uri: thirdParty?.user === undefined ? own : addressOfRecord(thirdParty.user, domain),
      parameters: new Map(),
    },
    callId: parts.callId,
    cseqNumber: parts.sequence,
  });
  for (const contact of parts.contacts) request.headers.append('Contact', contact);
  request.headers.set('Expires', String(parts.expiresS));
  if (parts.supported.length > 0) request.headers.set('Supported', parts.supported.join(', '));
  if (thirdParty === undefined) return request;
  if (thirdParty.stationName !== undefined) request.headers.set('P-Station-Name', thirdParty.stationName);
  request.headers.set('Allow-Events', 'dialog');
  return request;
}

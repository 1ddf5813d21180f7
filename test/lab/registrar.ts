// REGISTER (RFC 3261 §10.3): several contacts for a user, refresh, removal of one or of all, 423 for what is too brief.

import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { type NameAddr, serializeNameAddr } from '#sip/message/name-addr';
import { sameUri } from '#sip/message/same-uri';
import { isSipUri, unescapeUri } from '#sip/message/uri';
import type { Clock } from '#sip/ports';
import type { Target } from '#sip/transport/transport';
import type { Binding, Locations } from './locations.ts';

export interface RegistrarOptions {
  readonly clock: Clock;
  readonly locations: Locations;
  readonly minimumExpiresS: number;
  readonly maximumExpiresS: number;
}

const usualExpiresS = 3600;
const mostContacts = 10;

/** Already authenticated as `user`. */
export function register(request: SipRequest, source: Target, user: string, options: RegistrarOptions): SipResponse {
  const { uri } = request.headers.to;
  if (!isSipUri(uri) || unescapeUri(uri.user ?? '') !== user) return makeResponse(request, 403, 'Not Your Address');
  try {
    return change(request, source, user, options);
  } catch {
    return makeResponse(request, 400, 'Bad Contact or Expires');
  }
}

function change(request: SipRequest, source: Target, user: string, options: RegistrarOptions): SipResponse {
  const { headers } = request;
  const { clock, locations, minimumExpiresS, maximumExpiresS } = options;
  const all = headers.get('Contact') === '*';
  if (all && headers.expires !== 0) return makeResponse(request, 400, 'Expires Must Be 0');
  let bindings: readonly Binding[] = all ? [] : locations.of(user);
  for (const contact of headers.contacts) {
    const askedS = expiresOf(contact) ?? headers.expires ?? usualExpiresS;
    if (askedS > 0 && askedS < minimumExpiresS) return tooBrief(request, minimumExpiresS);
    const known = bindings.find((binding) => sameUri(binding.contact, contact.uri));
    // §10.3 step 7: an older request of the same phone that was overtaken.
    if (known?.callId === headers.callId && known.sequence >= headers.cseq.number)
      return makeResponse(request, 500, 'Out of Order');
    bindings = bindings.filter((binding) => binding !== known);
    if (askedS === 0) continue;
    if (bindings.length === mostContacts) return makeResponse(request, 403, 'Too Many Contacts');
    const expiresAtMs = clock.monotonicMs + Math.min(askedS, maximumExpiresS) * 1000;
    const { callId, cseq } = headers;
    bindings = [...bindings, { contact: contact.uri, target: source, callId, sequence: cseq.number, expiresAtMs }];
  }
  locations.replace(user, bindings);
  return accepted(request, bindings, clock);
}

function accepted(request: SipRequest, bindings: readonly Binding[], clock: Clock): SipResponse {
  const response = makeResponse(request, 200);
  for (const { contact, expiresAtMs } of bindings) {
    const expires = String(Math.ceil((expiresAtMs - clock.monotonicMs) / 1000));
    const parameters = new Map([['expires', expires]]);
    response.headers.push('Contact', serializeNameAddr({ displayName: undefined, uri: contact, parameters }));
  }
  response.headers.push('Date', new Date(clock.wall.ms).toUTCString());
  return response;
}

function tooBrief(request: SipRequest, minimumS: number): SipResponse {
  const response = makeResponse(request, 423);
  response.headers.push('Min-Expires', String(minimumS));
  return response;
}

function expiresOf(contact: NameAddr): number | undefined {
  const text = contact.parameters.get('expires');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

// The INVITE of a call that we make (RFC 3261 §13.2.1): who we say that we are, and what we ask for beside the call.

import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest } from '../../message/message.ts';
import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import { serializeReplaces } from '../../message/replaces.ts';
import type { SipUri } from '../../message/uri.ts';
import { addressOfRecord } from '../call-target.ts';
import { sessionType } from '../request/headers-of-ours.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { answerAfterFields } from './alert.ts';
import { nobody } from './anonymous.ts';
import type { CallOptions } from './call-options.ts';
import type { IdentitySettings } from './call-settings.ts';

export interface InviteParts {
  readonly settings: AccountSettings;
  readonly options: CallOptions;
  /** Whom the call is for; the Request-URI follows a redirection, To does not (§8.1.3.4). */
  readonly to: NameAddr;
  readonly target: SipUri;
  readonly tag: string;
  readonly callId: string;
  readonly sequence: number;
  /** Value of Contact. */
  readonly contact: string;
  /** Of reliable responses and session timers. */
  readonly extensions: HeaderFields;
  readonly offer: Uint8Array | undefined;
}

export function inviteRequest(parts: InviteParts): SipRequest {
  const { settings, options, tag, offer } = parts;
  const us: NameAddr = {
    displayName: settings.displayName,
    uri: addressOfRecord(settings.user, settings.domain),
    parameters: new Map(),
  };
  const { from, fields } = identified(us, settings.identity ?? {}, options.anonymous);
  const request = makeRequest({
    method: 'INVITE',
    uri: parts.target,
    from: { ...from, parameters: new Map([['tag', tag]]) },
    to: parts.to,
    callId: parts.callId,
    cseqNumber: parts.sequence,
  });
  const { headers } = request;
  headers.set('Contact', parts.contact);
  if (settings.inviteExpiresS !== undefined && settings.inviteExpiresS > 0)
    headers.set('Expires', String(settings.inviteExpiresS));
  for (const [name, value] of fields) headers.append(name, value);
  for (const [name, value] of parts.extensions) headers.append(name, value);
  for (const [name, value] of wishFields(options)) headers.append(name, value);
  if (offer === undefined) return request;
  headers.set('Content-Type', sessionType);
  return { ...request, body: offer };
}

/** Whom From names, and the header fields that tell the proxy. */
function identified(us: NameAddr, identity: IdentitySettings, wish: boolean | undefined): Identified {
  const { anonymous = false, hiddenByProxy, tells = 'none', tellsRemoteParty } = identity;
  const hides = wish ?? anonymous;
  const also = tells !== 'remoteParty' && tellsRemoteParty === true;
  const namesUs = !hides || (hiddenByProxy === true && (also || tells === 'remoteParty'));
  return {
    from: namesUs ? us : nobody,
    // A proxy that does not know it would show it to whoever is called.
    fields: [...identityFields(us, tells, hides), ...(also && namesUs ? [remoteParty(us, hides)] : [])],
  };
}

interface Identified {
  readonly from: NameAddr;
  readonly fields: HeaderFields;
}

/** Who withholds the name has to tell the proxy all the same whose call it is: PPI at least (RFC 3325 §9.2). */
function identityFields(
  us: NameAddr,
  tells: 'none' | 'preferred' | 'asserted' | 'remoteParty',
  anonymous: boolean,
): HeaderFields {
  const value = serializeNameAddr(us);
  const privacy: HeaderFields = anonymous ? [['Privacy', 'id']] : [];
  switch (tells) {
    case 'none':
      return anonymous ? [...privacy, ['P-Preferred-Identity', value]] : [];
    case 'preferred':
      return [...privacy, ['P-Preferred-Identity', value]];
    case 'asserted':
      return [...privacy, ['P-Asserted-Identity', value]];
    case 'remoteParty':
      return [...privacy, remoteParty(us, anonymous)];
  }
}

function remoteParty(us: NameAddr, anonymous: boolean): HeaderFields[number] {
  return ['Remote-Party-ID', `${serializeNameAddr(us)};party=calling;privacy=${anonymous ? 'full' : 'off'};screen=no`];
}

function wishFields(options: CallOptions): HeaderFields {
  const fields: (readonly [string, string])[] = [...(options.headers ?? [])];
  if (options.replaces !== undefined) fields.push(['Require', 'replaces'], ['Replaces', serializeReplaces(options.replaces)]);
  if (options.join !== undefined) fields.push(['Require', 'join'], ['Join', serializeReplaces(options.join)]);
  if (options.answerAfterS !== undefined) fields.push(...answerAfterFields(options.answerAfterS));
  return fields;
}

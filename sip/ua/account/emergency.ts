// Emergency calls: which numbers they are, and where the caller is, told with the INVITE (RFC 6442).

import { newTag } from '../../dialog/identifiers.ts';
import { Headers } from '../../message/headers.ts';
import type { SipRequest } from '../../message/message.ts';
import { writeMultipart } from '../../message/multipart.ts';
import { type SipUri, serializeUri, unescapeUri } from '../../message/uri.ts';
import type { Clock, Random } from '../../ports.ts';
import { addressOfRecord } from '../call-target.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { type CallerLocation, locationDocument, locationType } from './location-document.ts';

export function isEmergency({ emergency }: AccountSettings, uri: SipUri): boolean {
  return uri.user !== undefined && emergency?.numbers.includes(unescapeUri(uri.user)) === true;
}

/** Nobody who can help has spoken yet: another server is tried. Busy and declined are answers of people. */
export function isNoHelp(status: number): boolean {
  return status >= 400 && status !== 486 && status !== 487 && status !== 600 && status !== 603;
}

/** The INVITE with all that is known of the place; other requests stay as they are. */
export function withLocation(
  request: SipRequest,
  { emergency, user, domain }: AccountSettings,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): SipRequest {
  if (request.method !== 'INVITE' || request.headers.to.parameters.has('tag')) return request;
  request.headers.set('Priority', 'emergency');
  const location = emergency?.location;
  if (location === undefined) return request;
  if (location.elin !== undefined) {
    request.headers.set('P-Asserted-Identity', `<${serializeUri(addressOfRecord(location.elin, domain))}>`);
  }
  const document = locationDocument(location, serializeUri(addressOfRecord(user, domain)), clock.wall.ms);
  if (location.uri !== undefined) return referring(request, location.uri);
  return document === undefined ? request : carrying(request, document, `${newTag(random)}@${newTag(random)}.invalid`);
}

/** Location by reference. */
function referring(request: SipRequest, uri: NonNullable<CallerLocation['uri']>): SipRequest {
  request.headers.set('Geolocation', `<${uri}>`).set('Geolocation-Routing', 'yes');
  return request;
}

/** Location by value: a second part of the body, which the header field names. */
function carrying(request: SipRequest, document: Uint8Array, contentId: string): SipRequest {
  const { headers, body } = request;
  const session = new Headers().push('Content-Type', headers.get('Content-Type') ?? 'application/sdp');
  const place = new Headers()
    .push('Content-Type', locationType)
    .push('Content-ID', `<${contentId}>`)
    .push('Content-Disposition', 'render;handling=optional');
  const parts = [...(body.length === 0 ? [] : [{ headers: session, body }]), { headers: place, body: document }];
  const boundary = `part-${contentId.replace(/\W/g, '')}`;
  headers.set('Geolocation', `<cid:${contentId}>`).set('Geolocation-Routing', 'yes');
  headers.set('Content-Type', `multipart/mixed;boundary=${boundary}`).set('MIME-Version', '1.0');
  return { ...request, body: writeMultipart(parts, boundary) };
}

// Requests that are made out of another one: the ACK of a non-2xx and CANCEL.

import { serializeCSeq } from '../message/cseq.ts';
import { Headers } from '../message/headers.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';

/** RFC 3261 §17.1.1.3: for `invite` as it was sent, with our Via. */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return derive(invite, 'ACK', response.headers.get('To') ?? '');
}

/** RFC 3261 §9.1: for `request` as it was sent; `extra` are added at the end. */
export function cancelFor(request: SipRequest, extra: readonly (readonly [string, string])[]): SipRequest {
  const cancel = derive(request, 'CANCEL', request.headers.get('To') ?? '');
  for (const [name, value] of extra) cancel.headers.push(name, value);
  return cancel;
}

/** What both share with their request: the top Via alone, the route, and all that identifies it. */
function derive(request: SipRequest, method: string, to: string): SipRequest {
  const from = request.headers;
  const headers = new Headers();
  headers.push('Via', from.get('Via') ?? '');
  for (const route of from.getAll('Route')) headers.push('Route', route);
  headers.push('Max-Forwards', from.get('Max-Forwards') ?? '70');
  headers.push('From', from.get('From') ?? '');
  headers.push('To', to);
  headers.push('Call-ID', from.callId);
  headers.push('CSeq', serializeCSeq({ number: from.cseq.number, method }));
  return { kind: 'request', method, uri: request.uri, headers, body: new Uint8Array(0) };
}

// A response to a request (RFC 3261 §8.2.6.2, §12.1.1).

import { Headers } from './headers.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { reasonPhrase } from './reason-phrases.ts';

const dialogMethods: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE', 'REFER']);

/**
 * Copies Via, From, To, Call-ID and CSeq as they came, so that it also serves for requests that could hardly be read. `toTag` goes into To
 * unless the request brought a tag (never on 100). Record-Route is copied where the response makes a dialog, Timestamp into 100.
 */
export function makeResponse(request: SipRequest, status: number, reason?: string, toTag?: string): SipResponse {
  const headers = new Headers();
  for (const value of request.headers.getAll('Via')) headers.push('Via', value);
  if (status > 100 && status < 300 && dialogMethods.has(request.method)) {
    for (const value of request.headers.getAll('Record-Route')) headers.push('Record-Route', value);
  }
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    const value = request.headers.get(name);
    if (value !== undefined) headers.push(name, name === 'To' && status > 100 ? withTag(value, toTag) : value);
  }
  const timestamp = status === 100 ? request.headers.get('Timestamp') : undefined;
  if (timestamp !== undefined) headers.push('Timestamp', timestamp);
  return { kind: 'response', status, reason: reason ?? reasonPhrase(status), headers, body: new Uint8Array(0) };
}

/** Works on the text: a To that can not be read is answered as well. */
function withTag(to: string, tag: string | undefined): string {
  return tag === undefined || /;[ \t]*tag[ \t]*=/i.test(to.slice(to.lastIndexOf('>') + 1)) ? to : `${to};tag=${tag}`;
}

// What every request has to pass before anybody looks at its meaning (RFC 3261 §8.2.1 to §8.2.3).

import type { Headers } from '../../message/headers.ts';
import type { SipRequest } from '../../message/message.ts';
import { isSipUri } from '../../message/uri.ts';
import { furtherOptions, sessionType, supportedOptions } from './headers-of-ours.ts';

/** The answer to a request that did not pass. */
export interface Refusal {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

/** Methods with a specification; others are answered 501 rather than 405 (§21.5.2). */
const registeredMethods: ReadonlySet<string> = new Set(
  'INVITE ACK BYE CANCEL REGISTER OPTIONS INFO UPDATE PRACK REFER SUBSCRIBE NOTIFY PUBLISH MESSAGE'.split(' '),
);

/** Undefined: passed. Not for ACK and CANCEL, which are never refused so. */
export function checkRequest(request: SipRequest, methods: readonly string[]): Refusal | undefined {
  if (!methods.includes(request.method)) return { status: registeredMethods.has(request.method) ? 405 : 501 };
  // §8.2.2.1.
  if (!isSipUri(request.uri)) return { status: 416 };
  const understood = [...supportedOptions, ...furtherOptions];
  const unsupported = request.headers.getAll('Require').filter((option) => !understood.includes(option.toLowerCase()));
  // §8.2.2.3.
  if (unsupported.length > 0) return { status: 420, headers: [['Unsupported', unsupported.join(', ')]] };
  return request.method === 'INVITE' ? checkInvite(request) : undefined;
}

function checkInvite(request: SipRequest): Refusal | undefined {
  const { headers, body } = request;
  if (!hasGoodContact(headers)) return { status: 400, reason: 'Malformed Contact' };
  if (!acceptsSessions(headers)) return { status: 406 };
  if (body.length === 0) return undefined;
  // §8.2.3.
  const encodings = headers.getAll('Content-Encoding').filter((each) => each.toLowerCase() !== 'identity');
  if (encodings.length > 0) return { status: 415, headers: [['Accept-Encoding', 'identity']] };
  if (mediaType(headers.get('Content-Type') ?? sessionType) !== sessionType) {
    return { status: 415, headers: [['Accept', sessionType]] };
  }
  return undefined;
}

/** Absent is let pass: RFC 2543 allowed it. */
function hasGoodContact(headers: Headers): boolean {
  try {
    return headers.contacts.length <= 1;
  } catch {
    return false;
  }
}

/** RFC 4475 §3.3.15: who can not read our answer need not be called. */
function acceptsSessions(headers: Headers): boolean {
  if (!headers.has('Accept')) return true;
  const types = headers.getAll('Accept').map(mediaType);
  return types.length === 0 || types.some((type) => type === sessionType || type === 'application/*' || type === '*/*');
}

function mediaType(value: string): string {
  return (value.split(';', 1)[0] ?? '').replace(/\s+/g, '').toLowerCase();
}

// Header fields that this phone puts into what it sends, beside those that make the message: who we are and what we can do.

import type { SipRequest, SipResponse } from '../../message/message.ts';
import { dressRequest, type Manner } from './manner.ts';

/** Option tags that we understand in Require and claim in Supported (RFC 3261 §19.2). */
export const supportedOptions: readonly string[] = [
  'replaces',
  'timer',
  'from-change',
  'histinfo',
  'answermode',
  'norefersub',
  'nosub',
  'tdialog',
];

/** Those that may be required of us besides: claimed where they are meant, for an account may be without them. */
export const furtherOptions: readonly string[] = ['100rel', 'join', 'eventlist'];

export const sessionType = 'application/sdp';

/** Warning of a 488 (RFC 3261 §20.43). */
export const incompatibleMedia = '305 phone "Incompatible media format"';

export interface Capabilities {
  /** Value of User-Agent and Server, where the manner has none. */
  readonly productName: string;
  readonly manner: () => Manner;
  /** Methods that a handler is there for. */
  readonly methods: () => readonly string[];
}

/** On requests that start or change a session (RFC 3261 §20.5 and table 2). */
export function describeRequest(request: SipRequest, capabilities: Capabilities): void {
  dressRequest(request, capabilities.manner(), capabilities.productName);
  if (request.method === 'ACK' || request.method === 'BYE') return;
  request.headers.set('Allow', capabilities.methods().join(', '));
  // What the request itself is about may bring options of its own.
  const options = new Set([...request.headers.getAll('Supported'), ...supportedOptions]);
  request.headers.set('Supported', [...options].join(', '));
}

/** On 2xx of INVITE and OPTIONS, and on 405 (RFC 3261 §8.2.1, §11.2, §13.3.1.4); on 18x that UPDATE may be sent at once (RFC 3311 §5.1). */
export function describeResponse(response: SipResponse, capabilities: Capabilities, method: string): void {
  const { headers, status } = response;
  headers.set('Server', capabilities.manner().server || capabilities.productName);
  const tells = (status > 100 && status < 300 && (method === 'INVITE' || method === 'OPTIONS')) || status === 405;
  if (!tells) return;
  headers.set('Allow', capabilities.methods().join(', '));
  headers.set('Supported', (method === 'OPTIONS' ? [...supportedOptions, '100rel'] : supportedOptions).join(', '));
  if (method !== 'OPTIONS') return;
  headers.set('Accept', sessionType);
  headers.set('Accept-Encoding', 'identity');
  headers.set('Accept-Language', 'en');
}

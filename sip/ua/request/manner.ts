// What an administrator has the phone say of itself in what it sends, whatever it is about. Header fields keep line breaks out (`Headers`).

import type { SipRequest } from '../../message/message.ts';
import { parseNameAddr, serializeNameAddr } from '../../message/name-addr.ts';

/** What is empty goes as it would. */
export interface Manner {
  /** In place of the product's name. */
  readonly userAgent?: string;
  /** The same in REGISTER. */
  readonly registerUserAgent?: string;
  /** In place of the product's name in responses. */
  readonly server?: string;
  readonly acceptLanguage?: string;
  /** 70 when absent (RFC 3261 §8.1.1.6). */
  readonly maxForwards?: number;
  /** Our name stands in quotes even where nothing in it asks for them. */
  readonly quotesNames?: boolean;
}

/** Those that hold our name. */
const nameFields: readonly string[] = ['From', 'P-Preferred-Identity', 'P-Asserted-Identity', 'Remote-Party-ID', 'Referred-By'];

export function dressRequest(request: SipRequest, manner: Manner, productName: string): void {
  const { headers, method } = request;
  const { acceptLanguage = '', maxForwards, quotesNames, registerUserAgent, userAgent } = manner;
  headers.set('User-Agent', (method === 'REGISTER' && registerUserAgent) || userAgent || productName);
  if (maxForwards !== undefined) headers.set('Max-Forwards', String(maxForwards));
  // RFC 3261 table 2: an ACK has none.
  if (acceptLanguage !== '' && method !== 'ACK') headers.set('Accept-Language', acceptLanguage);
  if (quotesNames !== true) return;
  for (const field of method === 'REGISTER' ? [...nameFields, 'To'] : nameFields) {
    const value = headers.get(field);
    if (value !== undefined) headers.set(field, serializeNameAddr(parseNameAddr(value), 'always'));
  }
}

// Requests for a telephone number, `INVITE tel:+4930...` (RFC 3966): for us the number is the user of an address here (RFC 3261 §19.1.6).

import type { SipMessage } from '../../message/message.ts';
import { sipUriOfTel } from '../../message/tel-uri.ts';

export function withSipTarget(message: SipMessage): SipMessage {
  if (message.kind === 'response' || message.uri.scheme !== 'tel') return message;
  const uri = sipUriOfTel(message.uri, 'localhost');
  return uri === undefined ? message : { ...message, uri };
}

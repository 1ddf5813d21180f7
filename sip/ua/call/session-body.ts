// A session description that travels with other things: multipart bodies (RFC 5621, RFC 2046 §5.1). Gateways put ISUP beside it, others a
// location or a text.

import { parseContentType } from '../../message/content-type.ts';
import type { SipMessage } from '../../message/message.ts';
import { contentTypeOf, parseMultipart } from '../../message/multipart.ts';
import { sessionType } from '../request/headers-of-ours.ts';

/** The message as if the description in its multipart body were all there is; as it was when there is none. Linear. */
export function withSessionBody<Message extends SipMessage>(message: Message): Message {
  if (message.body.length === 0) return message;
  const type = parseContentType(message.headers.get('Content-Type'));
  if (type === undefined || !type.type.startsWith('multipart/')) return message;
  const multipart = parseMultipart(type, message.body);
  const part = multipart.ok ? multipart.parts.find((each) => contentTypeOf(each)?.type === sessionType) : undefined;
  if (part === undefined) return message;
  return describing(message, part.body);
}

/** The message with a description of ours or theirs as its body. */
export function describing<Message extends SipMessage>(message: Message, body: Uint8Array): Message {
  return { ...message, headers: message.headers.clone().set('Content-Type', sessionType), body };
}

// A session description that travels with other things: multipart bodies (RFC 5621, RFC 2046 §5.1). Gateways put ISUP beside it, others a
// location or a text.

import type { SipMessage } from '../../message/message.ts';
import { sessionType } from '../request/headers-of-ours.ts';

/** The message as if the description in its multipart body were all there is; as it was when there is none. Linear. */
export function withSessionBody<Message extends SipMessage>(message: Message): Message {
  const type = message.body.length > 0 ? (message.headers.get('Content-Type') ?? '') : '';
  if (!/^multipart\//i.test(type)) return message;
  const match = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;,"]{1,70}))/i.exec(type);
  const boundary = match?.[1] ?? match?.[2];
  const part = boundary === undefined ? undefined : sessionPart(message.body, boundary);
  if (part === undefined) return message;
  return { ...message, headers: message.headers.clone().set('Content-Type', sessionType), body: part };
}

function sessionPart(body: Uint8Array, boundary: string): Uint8Array | undefined {
  // The first delimiter may stand at the very start; every other one has a line break that belongs to it.
  const parts = `\r\n${binaryText(body)}`.split(`\r\n--${boundary}`).slice(1);
  for (const part of parts) {
    if (part.startsWith('--')) return undefined;
    const end = part.indexOf('\r\n\r\n');
    const isSession = part
      .slice(0, Math.max(end, 0))
      .split('\r\n')
      .some((line) => /^content-type[ \t]*:[ \t]*application\/sdp[ \t]*(;|$)/i.test(line));
    if (isSession) return Uint8Array.from(part.slice(end + 4), (character) => character.charCodeAt(0));
  }
  return undefined;
}

/** One character for each byte, to search in and to turn back. */
function binaryText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

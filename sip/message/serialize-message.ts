// A message as bytes for the wire (RFC 3261 §7). Content-Length is always the body's, whatever the headers say.

import { compactHeaderName } from './header-names.ts';
import type { SipMessage } from './message.ts';
import { serializeUri } from './uri.ts';

const encoder = new TextEncoder();

/** Names of header fields as they are, or the short ones where there are such (§7.3.3). */
export type NameForm = 'long' | 'compact';

export function serializeMessage(message: SipMessage, form: NameForm = 'long'): Uint8Array {
  const spelled = (name: string): string => (form === 'compact' ? compactHeaderName(name) : name);
  let text = `${startLine(message)}\r\n`;
  for (const [name, value] of message.headers.entries()) {
    if (name !== 'Content-Length') text += `${spelled(name)}: ${value}\r\n`;
  }
  text += `${spelled('Content-Length')}: ${message.body.length}\r\n\r\n`;
  const head = encoder.encode(text);
  if (message.body.length === 0) return head;
  const bytes = new Uint8Array(head.length + message.body.length);
  bytes.set(head);
  bytes.set(message.body, head.length);
  return bytes;
}

/** Without its line end; also what traces show. */
export function startLine(message: SipMessage): string {
  const text =
    message.kind === 'request'
      ? `${message.method} ${serializeUri(message.uri)} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  return text.replace(/[\r\n\0]+/g, ' ');
}

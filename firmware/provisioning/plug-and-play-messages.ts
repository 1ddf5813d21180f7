// The messages of SIP plug and play: what the phone asks, and what an answer says.

import { makeResponse } from '#sip/message/make-response';
import type { SipRequest } from '#sip/message/message';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import type { PhoneNames } from './file-names.ts';

export interface SubscribeParts {
  readonly names: PhoneNames;
  readonly productName: string;
  readonly callId: string;
  readonly branch: string;
  readonly address: string;
  readonly port: number;
}

const longestBody = 4096;

export function plugAndPlaySubscribe({ names, productName, callId, branch, address, port }: SubscribeParts): Uint8Array {
  const self = `sip:MAC%3a${names.macAddress}@224.0.1.75`;
  const quoted = (text: string): string => text.replace(/[^\w.-]/g, '');
  const event = [
    'ua-profile;profile-type="device"',
    `vendor="${quoted(productName)}"`,
    `model="${quoted(names.model)}"`,
    `version="${quoted(names.version)}"`,
  ].join(';');
  const lines = [
    `SUBSCRIBE ${self} SIP/2.0`,
    `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${branch};rport`,
    'Max-Forwards: 5',
    `From: <${self}>;tag=${branch}`,
    `To: <${self}>`,
    `Call-ID: ${callId}`,
    'CSeq: 1 SUBSCRIBE',
    `Contact: <sip:${address}:${port}>`,
    `Event: ${event}`,
    'Accept: application/url',
    'Expires: 0',
    'Content-Length: 0',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Undefined for what is no NOTIFY of this question: anybody may send us anything. */
export function answerToNotify(bytes: Uint8Array, callId: string): Uint8Array | undefined {
  const notify = notifyOf(bytes);
  if (notify === undefined || notify.headers.callId !== callId) return undefined;
  return serializeMessage(makeResponse(notify, 200));
}

/** Of the forms that servers use: the bare address, or one among headers of message/external-body (RFC 4483). */
export function profileAddress(bytes: Uint8Array): string | undefined {
  const body = notifyOf(bytes)?.body;
  if (body === undefined || body.length > longestBody) return undefined;
  const text = Buffer.from(body).toString('latin1');
  const found = /(?:https?|tftp|ftp):\/\/[\x21\x23-\x7e]+/i.exec(text)?.[0];
  return found?.replace(/[>"]+$/, '');
}

function notifyOf(bytes: Uint8Array): SipRequest | undefined {
  const read = parseMessage(bytes);
  if (!read.ok || read.message.kind !== 'request' || read.message.method !== 'NOTIFY') return undefined;
  return /^ua-profile(?:;|$)/i.test(read.message.headers.get('Event') ?? '') ? read.message : undefined;
}

// A SIP message from the bytes of one datagram or of one frame of a stream (RFC 3261 §7, §18.3). Strict for the fields that
// transactions and dialogs live by, lazy for the rest. Never throws, linear in the size.

import { SipParseError } from '../errors.ts';
import type { Headers } from './headers.ts';
import { maximumMessageBytes, maximumVias } from './limits.ts';
import type { SipMessage } from './message.ts';
import { type Head, readHead } from './read-head.ts';
import { parseStartLine, type StartLine, unreadableUri } from './start-line.ts';

export type ParseResult =
  | { readonly ok: true; readonly message: SipMessage }
  | {
      readonly ok: false;
      readonly status: 400 | 413 | 505 | 513;
      /** Fit for the reason phrase of the answer. */
      readonly reason: string;
      /** A request of which enough was read to answer it: its topmost Via is good, nothing else is promised. Never an ACK, never a response. */
      readonly answerable: SipMessage | undefined;
    };

/** Bytes behind what Content-Length tells are dropped (§18.3, RFC 4475 §3.1.1.8); too few are refused. */
export function parseMessage(bytes: Uint8Array): ParseResult {
  if (bytes.length > maximumMessageBytes) return { ok: false, status: 513, reason: 'Message Too Large', answerable: undefined };
  const head = readHead(bytes);
  const start = parseStartLine(head.startLine);
  if (start.kind === 'refused') return refuse(head, start, start.status, start.reason);
  const problem = head.problem ?? problemOfHeaders(head.headers, start);
  if (problem !== undefined) return refuse(head, start, 400, problem);
  const available = bytes.length - head.bodyStart;
  const length = head.headers.contentLength ?? available;
  if (length > available) return refuse(head, start, 400, 'Body shorter than Content-Length');
  // A copy: what is kept of a message must not keep all the bytes that came with it.
  const body = new Uint8Array(bytes.subarray(head.bodyStart, head.bodyStart + length));
  return { ok: true, message: { ...start, headers: head.headers, body } };
}

/** Reads each strict field once; `Headers` remembers what came out. */
function problemOfHeaders(headers: Headers, start: Exclude<StartLine, { kind: 'refused' }>): string | undefined {
  for (const [name, read] of strictFields) {
    try {
      read(headers);
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      return error.code === 'missingHeader' ? `Missing ${name}` : `Malformed ${name}`;
    }
  }
  if (headers.vias.length > maximumVias) return 'Too many Vias';
  // RFC 3261 §8.1.1.5, RFC 4475 §3.1.2.17 and §3.1.2.18.
  if (start.kind === 'request' && headers.cseq.method !== start.method) return 'CSeq method does not match';
  return undefined;
}

const strictFields: readonly (readonly [string, (headers: Headers) => unknown])[] = [
  ['Via', (headers) => headers.via],
  ['From', (headers) => headers.from],
  ['To', (headers) => headers.to],
  ['Call-ID', (headers) => headers.callId || malformed()],
  ['CSeq', (headers) => headers.cseq],
  ['Content-Length', (headers) => headers.contentLength],
  ['Max-Forwards', (headers) => headers.maxForwards],
  ['Expires', (headers) => headers.expires],
];

function malformed(): never {
  throw new SipParseError('malformedHeader', 'empty');
}

function refuse(head: Head, start: StartLine, status: 400 | 505, reason: string): ParseResult {
  return { ok: false, status, reason, answerable: answerable(head, start) };
}

function answerable(head: Head, start: StartLine): SipMessage | undefined {
  if (start.kind === 'response' || start.method === undefined || start.method === 'ACK') return undefined;
  try {
    head.headers.via;
  } catch {
    return undefined;
  }
  const uri = start.kind === 'request' ? start.uri : unreadableUri;
  return { kind: 'request', method: start.method, uri, headers: head.headers, body: new Uint8Array(0) };
}

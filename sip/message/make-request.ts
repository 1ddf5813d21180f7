// A request from its parts (RFC 3261 §8.1.1). The Via is pushed by the transaction that sends it.

import { serializeCSeq } from './cseq.ts';
import { Headers } from './headers.ts';
import type { SipRequest } from './message.ts';
import { type NameAddr, serializeNameAddr } from './name-addr.ts';
import type { Uri } from './uri.ts';

export interface RequestParts {
  readonly method: string;
  readonly uri: Uri;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseqNumber: number;
  /** Route set, topmost first. */
  readonly routes?: readonly NameAddr[];
  readonly contact?: NameAddr;
  /** 70 when not given (§8.1.1.6). */
  readonly maxForwards?: number;
  /** Further header fields in order. */
  readonly headers?: Iterable<readonly [string, string]>;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
}

export function makeRequest(parts: RequestParts): SipRequest {
  const headers = new Headers();
  for (const route of parts.routes ?? []) headers.push('Route', serializeNameAddr(route));
  headers.push('Max-Forwards', String(parts.maxForwards ?? 70));
  headers.push('From', serializeNameAddr(parts.from));
  headers.push('To', serializeNameAddr(parts.to));
  headers.push('Call-ID', parts.callId);
  headers.push('CSeq', serializeCSeq({ number: parts.cseqNumber, method: parts.method }));
  if (parts.contact !== undefined) headers.push('Contact', serializeNameAddr(parts.contact));
  for (const [name, value] of parts.headers ?? []) headers.push(name, value);
  if (parts.body !== undefined) headers.set('Content-Type', parts.body.type);
  return { kind: 'request', method: parts.method, uri: parts.uri, headers, body: parts.body?.bytes ?? new Uint8Array(0) };
}

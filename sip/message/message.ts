// What a SIP message is once it has been read (RFC 3261 §7). Header fields live in `Headers` alone: a typed accessor reads them
// there, so that nothing is kept twice.

import type { Headers } from './headers.ts';
import type { Uri } from './uri.ts';

export interface SipRequest {
  readonly kind: 'request';
  /** Upper case for the methods that we know; others as they came. */
  readonly method: string;
  readonly uri: Uri;
  readonly headers: Headers;
  /** Bytes as they came; what they mean is Content-Type's matter. */
  readonly body: Uint8Array;
}

export interface SipResponse {
  readonly kind: 'response';
  /** 100 to 699. */
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export type SipMessage = SipRequest | SipResponse;

/** RFC 3261 §20.16. */
export interface CSeq {
  /** 0 to 2^31-1. */
  readonly number: number;
  readonly method: string;
}

/** RFC 3261 §20.42, one hop. */
export interface Via {
  /** `UDP`, `TCP`, `TLS` ... upper case. */
  readonly protocol: string;
  /** Without brackets. */
  readonly host: string;
  readonly port: number | undefined;
  /** Lower-case names; `undefined` for a parameter without a value (`;rport`). */
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

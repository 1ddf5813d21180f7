// What is asked of a server, and what came of it.

import type { Clock } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';

/** What a server said to know the file by (RFC 9110 §8.8), or what stands for it with servers that say nothing. */
export interface Validators {
  readonly entityTag?: string;
  readonly lastModified?: string;
}

export interface FetchRequest {
  readonly url: URL;
  /** Of what we have already. */
  readonly known: Validators;
  readonly largestBytes: number;
  /** For the whole of it, redirections and further tries included. */
  readonly longestMs: number;
  /** A server that says nothing for so long is given up. */
  readonly idleMs: number;
  /** For HTTP and FTP; those in the URL go first. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly tls: TlsSettings;
  /** What the phone calls itself: servers choose files by it. */
  readonly userAgent: string;
  /** The place that a server sends to is the answer, not a step on the way. */
  readonly asksForPlace?: boolean;
  readonly clock: Clock;
  /** Nobody wants the file any more. */
  readonly closed?: AbortSignal;
}

export type FetchFailure =
  /** No address, no route, nobody listens, no answer. */
  | 'unreachable'
  | 'notFound'
  /** Our name, password or certificate is not good enough for the server. */
  | 'denied'
  /** The server is not who it should be. */
  | 'certificate'
  | 'tooLarge'
  /** It ended before its end, time and again. */
  | 'incomplete'
  | 'tooSlow'
  /** Around in a circle, or from a safe server to an unsafe one. */
  | 'redirection'
  /** Bytes that make no sense in the protocol, or a refusal without a better word. */
  | 'protocol';

export interface FetchFailed {
  readonly type: 'failed';
  readonly failure: FetchFailure;
  readonly detail: string;
}

export type FetchResult =
  | { readonly type: 'fetched'; readonly bytes: Uint8Array; readonly validators: Validators }
  /** It is what we know already. */
  | { readonly type: 'unchanged' }
  | { readonly type: 'sentElsewhere'; readonly to: string }
  | FetchFailed;

/** Thrown within the protocols, caught in `fetch.ts`. */
export class FetchError extends Error {
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure, detail: string) {
    super(detail);
    this.name = 'FetchError';
    this.failure = failure;
  }
}

/** As it may be shown: without name, password and query, where sites put their keys. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

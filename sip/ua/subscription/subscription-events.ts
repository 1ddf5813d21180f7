// What a subscription is asked for and what it tells (RFC 6665 §4.1).

import type { Headers } from '../../message/headers.ts';
import type { Uri } from '../../message/uri.ts';
import type { HeaderFields } from '../request/request-sending.ts';

export interface SubscriptionRequest {
  /** Value of Event, with its parameters. */
  readonly event: string;
  /** Media types of the documents that are understood. */
  readonly accept: readonly string[];
  /** The account's own address of record when absent. */
  readonly target?: Uri;
  readonly expiresS: number;
  /** Option tags for Supported: `eventlist` (RFC 4662). */
  readonly supported?: readonly string[];
  readonly headers?: HeaderFields;
  /** Whether each fork's notifier is kept (RFC 6665 §4.4.1); without it the first alone is. */
  readonly keepsForks?: boolean;
}

export type SubscriptionEvent =
  | { readonly type: 'activated' }
  /** The notifier waits for somebody's leave to tell more. */
  | { readonly type: 'pending' }
  | {
      readonly type: 'notified';
      readonly contentType: string | undefined;
      readonly body: Uint8Array;
      readonly headers: Headers;
      /** Tells notifiers apart where forks are kept. */
      readonly notifier: string;
    }
  /** Could not subscribe. `retryAfterMs`: when it tries again by itself. */
  | { readonly type: 'failed'; readonly status?: number; readonly reason: string; readonly retryAfterMs: number | undefined }
  /** The notifier ended it, or it was lost. `retryAfterMs`: when it is asked for again; undefined: never (`invariant`). */
  | { readonly type: 'terminated'; readonly reason: string; readonly retryAfterMs: number | undefined };

/** Something to say to the notifier in a SUBSCRIBE (as-feature-event). */
export interface SubscriptionBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The handle that the owner of a subscription holds. */
export interface SubscriptionHandle {
  /** Asks for the whole state now, unless that was done often lately; with a body as soon as there is a dialog to say it in. */
  refresh(body?: SubscriptionBody): void;
  /** Unsubscribes. Nothing is reported from here on. */
  close(): void;
  /** Forgets it without a word to the notifier, which lets it run out. Nothing is reported from here on. */
  abandon(): void;
}

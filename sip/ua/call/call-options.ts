// What may be asked of a call when it is made.

import type { ReplacesTarget } from '../../message/replaces.ts';
import type { HeaderFields } from '../request/request-sending.ts';

export interface CallOptions {
  /** INVITE without an offer (RFC 3261 §13.2.1); false when absent. */
  readonly delayedOffer?: boolean;
  /** Takes the place of a call that the other side has (RFC 3891). */
  readonly replaces?: ReplacesTarget;
  /** Joins a call that the other side has (RFC 3911). */
  readonly join?: ReplacesTarget;
  /** Further header fields: Referred-By, Diversion. */
  readonly headers?: HeaderFields;
  /** Without our name and number (RFC 3323, RFC 3325); as the account says when absent. */
  readonly anonymous?: boolean;
  /** Asks the other phone to answer by itself after so many seconds (intercom). */
  readonly answerAfterS?: number;
  /** The phone's own and nobody's talk: who watches our calls does not see it, and it takes no appearance of a shared line. */
  readonly unseen?: boolean;
}

/** What may be asked of every call, whoever makes it. */
export type CallWish = Pick<CallOptions, 'anonymous'>;

// What transfers say upwards, and what the account allows of them (RFC 3515, RFC 5589).

import type { NameAddr } from '../../message/name-addr.ts';
import type { CallWish } from '../call/call-options.ts';
import type { Call, CallEvent } from '../user-agent-events.ts';

/** Somebody asks us to call somebody. The owner decides within a minute; until then whoever asked waits. */
export interface ReferralRequest {
  /** Nothing but an address is left of it: what else the Refer-To asked for is honoured or dropped here. */
  readonly to: NameAddr;
  /** Who is said to ask (RFC 3892); as good as the word of whom it comes from. */
  readonly referredBy: NameAddr | undefined;
  /** The new call takes the place of one that they have with that person: a transfer after a consultation. */
  readonly replaces: boolean;
  /** The account wants a person to agree first. */
  readonly asks: boolean;
  /** Places the call on the same account and tells how it goes. Undefined when it is too late. */
  accept(listener: (event: CallEvent) => void, wish?: CallWish): Call | undefined;
  /** 603 when no status is given. */
  refuse(status?: number): void;
}

export type TransferEvent =
  /** Of a transfer of ours: how far the other side is with its new call, 100 to 199. */
  | { readonly type: 'transferProgressed'; readonly status: number }
  /** The other side has its new call. This one ends right after, and so does the one with the person whom it went to. */
  | { readonly type: 'transferred' }
  /** This call stands as before. `status`: of the request or of the new call; undefined when nobody told. */
  | { readonly type: 'transferFailed'; readonly status: number | undefined }
  /** The other side wants us to call somebody in its place. It may end this call before the new one is answered. */
  | ({ readonly type: 'transferRequested' } & ReferralRequest);

/** Optional in the account's settings; each has a default that is safe. */
export interface TransferSettings {
  /** What a consultative transfer names first: the address of the phone that we talk with, or of its user. The other comes second. */
  readonly referTo?: 'contact' | 'address';
  /** How long a call that a transfer has done away with stands before we end it, by our part; absent: see each. */
  readonly byeDelayMs?: {
    /** We have sent the other side to somebody: at once. */
    readonly transferor?: number;
    /** We were sent to somebody, and have them; who sent us is to end the old call: after ten seconds. */
    readonly transferee?: number;
    /** Whoever was sent to us takes the place of a call of ours: at once. */
    readonly target?: number;
  };
  /** Who sent us to somebody hears already that it rings there; so when absent. */
  readonly tellsRinging?: boolean;
  /** Whether a call may be transferred to one that still rings. */
  readonly semiAttended?: boolean;
  /** Whether BYE with Also (the way before REFER) is sent where REFER is unknown, and followed when it comes. */
  readonly byeAlso?: boolean;
  /** Whether who we talk with may transfer us: yes, if a person agrees, or no. */
  readonly within?: 'accept' | 'ask' | 'refuse';
  /**
   * REFER outside of calls (click-to-dial): refused, or reported when it comes from the account's own proxy, or from whoever may call the
   * account.
   */
  readonly acceptRefer?: 'never' | 'proxy' | 'ask';
}

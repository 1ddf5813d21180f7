// What the user agent reports upwards, and the handles that it gives. The owner passes one listener per object.

import type { Credentials } from '../auth/credentials.ts';
import type { FeatureEvent } from '../event-package/as-feature-event.ts';
import type { MessageSummary } from '../event-package/message-summary.ts';
import type { CSeq } from '../message/message.ts';
import type { NameAddr } from '../message/name-addr.ts';
import type { Protocol, ProtocolChoice } from '../transport/transport.ts';
import type { RegistrationLimits, RoutingSettings } from './account/routing-settings.ts';
import type { Alert } from './call/alert.ts';
import type { CallDialog } from './call/call-dialog.ts';
import type { EndCause } from './call/call-end-reason.ts';
import type { CallWish } from './call/call-options.ts';
import type { CallSettings } from './call/call-settings.ts';
import type { Focus } from './call/focus.ts';
import type { RemoteIdentity } from './call/remote-identity.ts';
import type { NegotiatedMedia } from './media-session.ts';
import type { CallsShown } from './notifier/dialog-notifier.ts';
import type { SharedLineEvent, SharedLineSettings } from './shared-line/shared-line-settings.ts';
import type { EventSettings } from './subscription/account-events.ts';
import type { RemoteCommand, RemoteControlSettings } from './subscription/remote-control.ts';
import type { SubscriptionLimits } from './subscription/subscription-terms.ts';
import type { ReferralRequest, TransferEvent, TransferSettings } from './transfer/transfer-events.ts';

export interface RegistrationWish {
  readonly expiresS: number;
  readonly retryS: number;
  readonly retryMaxS?: number;
  readonly limits?: RegistrationLimits;
}

/** Settings of one account (one phone line). Changed as a whole with `Account.update`. */
export interface AccountSettings extends RoutingSettings, CallSettings {
  /** Names the account in logs and events, `line1`. */
  readonly id: string;
  /** User part of the address of record. */
  readonly user: string;
  readonly displayName: string | undefined;
  /** Host of the address of record. */
  readonly domain: string;
  /** Where requests go; the domain itself when undefined. A literal or a name (RFC 3263). */
  readonly proxy: { readonly host: string; readonly port: number | undefined } | undefined;
  readonly protocol: ProtocolChoice;
  /** Asked for only when a challenge must be answered, so that the password is nobody's property here. */
  readonly credentials: () => Credentials;
  /** Whether to register at all, and for how long (RFC 3261 §10.2). */
  readonly registration: RegistrationWish | undefined;
  /** Accept requests from elsewhere than the proxy (direct IP calls). */
  readonly acceptStrangers: boolean;
  /** Other phones have the line as well. */
  readonly sharedLine?: SharedLineSettings;
  readonly transfer?: TransferSettings;
  readonly remoteControl?: RemoteControlSettings;
  readonly events?: EventSettings;
  readonly subscriptions?: SubscriptionLimits;
  /** What those learn who watch the account's calls (RFC 4235); nothing when absent. Its proxy alone may ask, for whomever. */
  readonly showsCalls?: CallsShown;
}

export type AccountEvent =
  | { readonly type: 'registering' }
  /** `server`: the backup, when it is that one. */
  | { readonly type: 'registered'; readonly expiresS: number; readonly server?: 'backup' }
  | { readonly type: 'unregistered' }
  | SharedLineEvent
  | { readonly type: 'messageWaiting'; readonly summary: MessageSummary }
  /** What the server keeps for the account, told when it changes. */
  | { readonly type: 'featureChanged'; readonly feature: FeatureEvent }
  | RemoteCommand
  | {
      readonly type: 'registrationFailed';
      /** Final status of the registrar; undefined when none came. */
      readonly status: number | undefined;
      readonly reason: string;
      /** `credentialsRefused`: asked again with the right nonce and refused; not repeated before the settings change or a long back-off. */
      readonly cause: 'credentialsRefused' | 'refused' | 'unreachable' | 'timedOut';
      readonly retryAfterMs: number | undefined;
    };

/** Why a call ended, as SIP knows it. The words for people are made above. */
export type CallEnd =
  | { readonly by: 'local' }
  /** `cause`: what Reason said, a cause of the telephone network before a status of SIP (RFC 3326). */
  | { readonly by: 'remote'; readonly cause?: EndCause }
  /** The caller gave up before the answer. `elsewhere`: Reason said that another phone took it (RFC 3326). */
  | { readonly by: 'cancel'; readonly elsewhere: boolean }
  | { readonly by: 'response'; readonly status: number; readonly reason: string; readonly cause?: EndCause }
  | { readonly by: 'timeout' }
  /** Nothing was sent: of a shared line's appearances all are in use, or another phone took the last one first. */
  | { readonly by: 'line'; readonly reason: 'full' | 'taken' }
  | { readonly by: 'transport'; readonly reason: string }
  | { readonly by: 'media'; readonly reason: string };

export type CallEvent =
  /**
   * 1xx other than 100. `media`: early media was agreed (RFC 3960). `ringsAgain`: what was heard of it so far is over. `remote`: who rings,
   * when that was said (RFC 5876 §4.4).
   */
  | {
      readonly type: 'progressed';
      readonly status: number;
      readonly media: boolean;
      readonly ringsAgain?: true;
      readonly remote?: NameAddr;
    }
  /** `remote`: who answered, when that was said (RFC 4916, RFC 3325). */
  | ({ readonly type: 'answered'; readonly remote: NameAddr | undefined } & Focus)
  /** The call leads to a conference now, to another one, or to none. */
  | ({ readonly type: 'focusChanged' } & Focus)
  /** Somebody else is on the other side now (RFC 4916). */
  | { readonly type: 'identityChanged'; readonly remote: NameAddr; readonly identity: RemoteIdentity }
  /** INFO with a body of another kind than digits (RFC 6086). */
  | { readonly type: 'infoReceived'; readonly contentType: string | undefined; readonly body: Uint8Array }
  /** A key that the other side pressed, by INFO: `0` to `9`, `*`, `#`, `A` to `D`, `flash`. */
  | { readonly type: 'dtmfReceived'; readonly digit: string; readonly durationMs: number | undefined }
  /** MESSAGE within the call (RFC 3428). */
  | { readonly type: 'messageReceived'; readonly contentType: string | undefined; readonly body: Uint8Array }
  /** A server sent us on (3xx); the call goes there now. */
  | { readonly type: 'redirected'; readonly to: NameAddr }
  /** The outcome of each offer/answer of a call that is up, the first included: hold and resume from either side, codec, address. */
  | { readonly type: 'mediaChanged'; readonly media: NegotiatedMedia }
  /** Our hold or resume was refused; the state before it stands. */
  | { readonly type: 'mediaChangeFailed'; readonly status: number | undefined }
  | TransferEvent
  /** The server's click: `talk` answers or resumes, `hold` holds, `conference` joins the calls that are there. Told only where the account's `remoteControl` allows it. */
  | { readonly type: 'remoteControl'; readonly action: 'talk' | 'hold' | 'conference' }
  | { readonly type: 'ended'; readonly end: CallEnd };

/** Why we send a call on (RFC 5806 §7). */
export type DiversionReason = 'unconditional' | 'user-busy' | 'no-answer' | 'do-not-disturb' | 'deflection';

/** A call from the first INVITE to the last BYE. Methods that make no sense in the present state do nothing. */
export interface Call {
  readonly direction: 'outgoing' | 'incoming';
  /** Unique in the process. */
  readonly id: string;
  /** SIP Call-ID, for logs: two calls of one phone may share one (from one line to another, a hunt group with oneself in it). */
  readonly callId: string;
  readonly remote: NameAddr;
  readonly identity: RemoteIdentity;
  /** Of an outgoing call one for each early dialog, then the confirmed one. */
  readonly dialogs: readonly CallDialog[];
  /** Incoming: 180; called by the user agent itself after `incomingCall`, unless that has refused or answered the call. */
  ring(): void;
  /** Incoming and not answered: 183 with our description, so that the caller hears us already. */
  progress(): void;
  /** `wish`: by what name it is answered; as the account says when absent. */
  answer(wish?: CallWish): void;
  reject(status: number, reason?: string): void;
  /** Incoming and not answered: sends the caller to these addresses or numbers (302); `why` goes into Diversion (RFC 5806 §7). */
  redirect(targets: readonly string[], why?: DiversionReason): void;
  /** Ends in whatever way the state asks for: CANCEL, BYE or a final response. */
  end(): void;
  /** A key by INFO, in its turn (draft-choudhuri-sip-info-digit); where the call is not up nothing. */
  sendDtmfInfo(digit: string, durationMs: number): void;
  hold(): void;
  resume(): void;
  /**
   * The other side is to speak with somebody else instead of us: a number or address, or whom we have in another call. Told by
   * `transferProgressed`, `transferred` and `transferFailed`.
   */
  transfer(to: string | Call): void;
}

export type UserAgentEvent =
  /** The owner calls `listen` before it returns. The call rings (180) until it is answered or refused. */
  | {
      readonly type: 'incomingCall';
      readonly accountId: string;
      readonly call: Call;
      readonly divertedBy: NameAddr | undefined;
      /** The addresses that it was sent to before it came to us (RFC 7044). */
      readonly history: readonly NameAddr[];
      /** How the caller wants to be announced; what of it is done is the owner's policy. */
      readonly alert?: Alert;
      /** The call of ours that this one replaces (RFC 3891); the user agent ends it after `answer()`. */
      readonly replaces?: Call;
      /** The call of ours whose parties are to hear this one, too (RFC 3911): whoever cannot mix rejects with 488. */
      readonly joins?: Call;
      listen(listener: (event: CallEvent) => void): void;
    }
  /** Outside of any call we are asked to call somebody (click-to-dial); only where the account's `transfer.acceptRefer` allows it. */
  | ({ readonly type: 'referReceived'; readonly accountId: string } & ReferralRequest)
  /**
   * Who takes part in the conference that the call is in, ourselves counted, as its focus tells (RFC 4575). `count` is undefined when that
   * is not known any more; `others` may be fewer than are counted.
   */
  | {
      readonly type: 'conferenceChanged';
      readonly call: Call;
      readonly count: number | undefined;
      readonly others: readonly NameAddr[];
    }
  /** MESSAGE outside of any call, from the account's proxy (RFC 3428). */
  | {
      readonly type: 'messageReceived';
      readonly accountId: string;
      readonly from: RemoteIdentity;
      readonly contentType: string | undefined;
      readonly body: Uint8Array;
    }
  /** For `debug sip-messages` and the page's ticker; secrets are already struck out. */
  | {
      readonly type: 'messageTraced';
      readonly direction: 'sent' | 'received';
      readonly protocol: Protocol;
      readonly remote: string;
      readonly startLine: string;
      readonly text: string;
      readonly callId: string;
      readonly cseq: CSeq;
      /** Of a response. */
      readonly status: number | undefined;
      /** Branch of the topmost Via, which names the transaction; of the dialog the tags. Empty when absent. */
      readonly branch: string;
      readonly fromTag: string;
      readonly toTag: string;
    };

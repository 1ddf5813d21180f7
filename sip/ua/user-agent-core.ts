// What the parts of the user agent share: made once by user-agent.ts, owned by it, handed down.

import type { Uri } from '../message/uri.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { SipTimers } from '../timers.ts';
import type { TransactionLayer } from '../transaction/transaction-layer.ts';
import type { NameManner } from '../transport/resolve-target.ts';
import type { ProtocolChoice, Target, Transport } from '../transport/transport.ts';
import type { NameRegistration } from './account/registration-name.ts';
import type { Calls } from './call/calls.ts';
import type { MediaSessionFactory } from './media-session.ts';
import type { DeadTargets } from './request/dead-targets.ts';
import type { DialogUsers } from './request/dialog-users.ts';
import type { Capabilities } from './request/headers-of-ours.ts';
import type { OpenRequests } from './request/open-requests.ts';
import type { ExpectedNotifies } from './subscription/expected-notifies.ts';
import type { Transfers } from './transfer/transfers.ts';

/** Addresses of a URI in the order in which they are tried (RFC 3263); rejects when there are none. */
export type Resolve = (uri: Uri, preferred: ProtocolChoice, manner?: NameManner) => Promise<readonly Target[]>;

export interface UserAgentCore {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly timers: SipTimers;
  readonly transport: Transport;
  readonly transactions: TransactionLayer;
  readonly resolve: Resolve;
  readonly deadTargets: DeadTargets;
  readonly mediaSession: MediaSessionFactory;
  /** An `id` for a call. */
  readonly nameCall: () => string;
  readonly nameRegistration: NameRegistration;
  readonly capabilities: Capabilities;
  /** A URN that names the phone for as long as it lives (RFC 5626 §4.1). */
  readonly instanceId: string | undefined;
  readonly dialogs: DialogUsers;
  readonly expectedNotifies: ExpectedNotifies;
  readonly calls: Calls;
  readonly transfers: Transfers;
  readonly openRequests: OpenRequests;
}

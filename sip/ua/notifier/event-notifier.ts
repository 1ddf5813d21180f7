// An event package that this phone serves (RFC 6665 §4.2, §5.4). A new one is a new entry in the list that user-agent.ts makes.

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { Refusal } from '../request/request-checks.ts';

export interface EventNotifier {
  /** Value of Event, without parameters. */
  readonly event: string;
  readonly contentType: string;
  /** `leastS`: a shorter subscription is refused with 423; 0 fetches the state once. */
  readonly expires: { readonly leastS: number; readonly usualS: number; readonly mostS: number };
  /** Between two NOTIFYs to one subscriber. */
  readonly leastIntervalMs: number;
  /** Beyond what holds for all packages (subscribe-handler.ts); undefined: taken. */
  admits(transaction: ServerTransaction, account: Account): Refusal | undefined;
  /** What one subscriber is told, with a count of versions of its own. `changed` is called when there may be news. */
  open(account: Account, changed: () => void): NotifiedState;
}

export interface NotifiedState {
  /** All that there is. */
  full(): Uint8Array;
  /** What changed since the last document; undefined when nothing did. */
  changes(): Uint8Array | undefined;
  /** Nobody listens any more. */
  close(): void;
}

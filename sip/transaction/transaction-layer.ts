// The transaction layer: requests and responses find their machine, or start one (RFC 3261 §17, RFC 6026).

import type { SipRequest } from '../message/message.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { SipTimers } from '../timers.ts';
import type { Target, Transport, TransportEvent } from '../transport/transport.ts';
import type { ClientTransaction, ClientTransactionEvent, TransactionUser } from './transaction-events.ts';

export interface TransactionLayerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly timers: SipTimers;
  readonly user: TransactionUser;
  /** Server transactions alive at once; more are answered 503. */
  readonly maxServerTransactions?: number;
}

export class TransactionLayer {
  readonly #options: TransactionLayerOptions;

  constructor(options: TransactionLayerOptions) {
    this.#options = options;
  }

  /**
   * Pushes our Via and starts a client transaction. The listener is never called before this returns.
   * Not for ACK (`sendAck`) and CANCEL (`cancel`).
   */
  sendRequest(_request: SipRequest, _target: Target, _listener: (event: ClientTransactionEvent) => void): ClientTransaction {
    throw new Error(`not written yet ${this.#options.timers.t1Ms}`);
  }

  /**
   * Sends the ACK of a 2xx, which belongs to no transaction (RFC 3261 §13.2.2.4). Pushes our Via when there is none and returns what was
   * sent; hand that in again to repeat the very same ACK.
   */
  sendAck(_request: SipRequest, _target: Target): SipRequest {
    throw new Error('not written yet');
  }

  /**
   * Cancels an INVITE (RFC 3261 §9.1): at once when a provisional response has come, else as soon as one comes. Does nothing after the
   * final response. Without a final response 64*T1 after the CANCEL the INVITE reports `timedOut`. `headers` are added, such as Reason.
   */
  cancel(_transaction: ClientTransaction, _headers: readonly (readonly [string, string])[] = []): void {
    throw new Error('not written yet');
  }

  /** The transport's listener. */
  receive(_event: TransportEvent): void {
    throw new Error('not written yet');
  }

  /** Forgets all transactions without a word to the network or to the listeners. The transport is the owner's to close. */
  close(): void {
    throw new Error('not written yet');
  }
}

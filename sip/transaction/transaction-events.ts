// Contract between the transaction layer and its user (RFC 3261 §17): what goes in, what comes out.

import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Target, TransportError } from '../transport/transport.ts';

/** What a client transaction reports to the one who sent the request. */
export type ClientTransactionEvent =
  /** Every provisional and the final response, not their retransmissions; on an INVITE every 2xx of every branch (RFC 6026 §7.2). */
  | { readonly type: 'responseReceived'; readonly response: SipResponse; readonly source: Target }
  /** Timer B or F, or the patience of an INVITE's user: then responses may follow. */
  | { readonly type: 'timedOut' }
  | { readonly type: 'transportFailed'; readonly error: TransportError }
  /** The machine is gone; nothing follows. */
  | { readonly type: 'terminated' };

export interface ClientTransaction {
  /** As sent, with our Via. CANCEL and the ACK of a non-2xx are made from it. */
  readonly request: SipRequest;
  readonly target: Target;
  /** Stop retransmitting and forget it; used when the phone shuts down. */
  abandon(): void;
}

/** What a server transaction reports after its request was handed over. */
export type ServerTransactionEvent =
  /** ACK of our non-2xx final response (RFC 3261 §17.2.1). The ACK of a 2xx is a message of its own: `TransactionUser.ackReceived`. */
  | { readonly type: 'acknowledged' }
  /** Timer H: the ACK never came. */
  | { readonly type: 'timedOut' }
  | { readonly type: 'transportFailed'; readonly error: TransportError }
  | { readonly type: 'terminated' };

export interface ServerTransaction {
  readonly request: SipRequest;
  readonly source: Target;
  listen(listener: (event: ServerTransactionEvent) => void): void;
  /** Sends; a final response is repeated by the machine as §17.2 says. After a final response further ones are ignored, except
   * that an INVITE's 2xx may be repeated by its user (RFC 6026 §7.1). */
  respond(response: SipResponse): void;
}

/** The layer above: the user agent. */
export interface TransactionUser {
  /** A new request other than ACK. CANCEL arrives here too, with the INVITE that it matches, or undefined (answer 481). */
  requestReceived(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void;
  /** The ACK of a 2xx (§13.3.1.4), or a stray one. */
  ackReceived(request: SipRequest, source: Target): void;
  /** A 2xx to an INVITE whose transaction is gone: it still wants its ACK (RFC 6026 §8.8 drops others). */
  strayResponseReceived(response: SipResponse, source: Target): void;
}

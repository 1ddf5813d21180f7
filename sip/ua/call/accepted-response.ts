// The 2xx of an INVITE, repeated end to end until its ACK comes (RFC 3261 §13.3.1.4), also over TCP: a hop behind it may be UDP.

import type { SipResponse } from '../../message/message.ts';
import type { Clock, Timer } from '../../ports.ts';
import type { SipTimers } from '../../timers.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';

export interface AcceptedResponseOptions {
  readonly clock: Clock;
  readonly timers: SipTimers;
  readonly transaction: ServerTransaction;
  readonly response: SipResponse;
  /** 64*T1 went by without an ACK. */
  readonly unacknowledged: () => void;
}

export class AcceptedResponse {
  readonly #options: AcceptedResponseOptions;
  #intervalMs: number;
  #repeat: Timer | undefined;
  #giveUp: Timer | undefined;

  constructor(options: AcceptedResponseOptions) {
    this.#options = options;
    this.#intervalMs = options.timers.t1Ms;
  }

  get sequence(): number {
    return this.#options.transaction.request.headers.cseq.number;
  }

  send(): void {
    const { clock, timers, transaction, response, unacknowledged } = this.#options;
    transaction.respond(response);
    this.#giveUp = clock.setTimer(64 * timers.t1Ms, () => {
      this.stop();
      unacknowledged();
    });
    this.#schedule();
  }

  /** The ACK came, or the call is over. */
  stop(): void {
    this.#repeat?.cancel();
    this.#giveUp?.cancel();
  }

  #schedule(): void {
    const { clock, timers, transaction, response } = this.#options;
    this.#repeat = clock.setTimer(this.#intervalMs, () => {
      transaction.respond(response);
      this.#intervalMs = Math.min(2 * this.#intervalMs, timers.t2Ms);
      this.#schedule();
    });
  }
}

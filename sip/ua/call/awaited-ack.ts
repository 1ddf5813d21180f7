// Our 2xx to an INVITE or re-INVITE and its ACK (RFC 3261 §13.3.1.4, §14.2): one at a time.

import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import { AcceptedResponse } from './accepted-response.ts';

/** `offered`: our 2xx carried an offer, and the ACK brings the answer. `initial`: it answered the call. */
export interface AckPurpose {
  readonly offered: boolean;
  readonly initial: boolean;
}

export class AwaitedAck {
  readonly #core: UserAgentCore;
  readonly #missed: () => void;
  #accepted: AcceptedResponse | undefined;
  #purpose: AckPurpose | undefined;

  /** `missed`: 64*T1 without an ACK. */
  constructor(core: UserAgentCore, missed: () => void) {
    this.#core = core;
    this.#missed = missed;
  }

  /** What the ACK is for that has not come yet. */
  get purpose(): AckPurpose | undefined {
    return this.#purpose;
  }

  send(transaction: ServerTransaction, response: SipResponse, purpose: AckPurpose): void {
    const { clock, timers } = this.#core;
    this.#purpose = purpose;
    const unacknowledged = (): void => {
      this.stop();
      this.#missed();
    };
    this.#accepted = new AcceptedResponse({ clock, timers, transaction, response, unacknowledged });
    this.#accepted.send();
  }

  /** What the ACK was for; undefined when it is none that we wait for. */
  take(ack: SipRequest): AckPurpose | undefined {
    if (this.#accepted === undefined || this.#accepted.sequence !== ack.headers.cseq.number) return undefined;
    const purpose = this.#purpose;
    this.stop();
    return purpose;
  }

  stop(): void {
    this.#accepted?.stop();
    this.#accepted = undefined;
    this.#purpose = undefined;
  }
}

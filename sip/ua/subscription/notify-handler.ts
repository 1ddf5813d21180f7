// NOTIFY: of a subscription, of a dialog that is not there yet, within a call, or unasked (RFC 6665 §4.1.3, §4.4.1).

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import { type CallEventReceiver, receiveCallEvent } from './call-event.ts';
import type { ExpectedNotifies } from './expected-notifies.ts';

/** NOTIFYs that nobody subscribed to. It answers. */
export interface UnaskedNotifyReceiver {
  receive(transaction: ServerTransaction): void;
}

export interface NotifyHandlerOptions {
  readonly responder: Responder;
  readonly expected: ExpectedNotifies;
  /** Of `refer`, `talk`, `hold`. */
  readonly withinCalls: readonly CallEventReceiver[];
  readonly unasked: UnaskedNotifyReceiver;
}

export class NotifyHandler implements RequestHandler {
  readonly method = 'NOTIFY';
  readonly #options: NotifyHandlerOptions;

  constructor(options: NotifyHandlerOptions) {
    this.#options = options;
  }

  receive(transaction: ServerTransaction): void {
    this.#options.unasked.receive(transaction);
  }

  /** It names a dialog that is not known: one that it makes, or none (481). */
  receiveStray(transaction: ServerTransaction): void {
    const { expected, responder } = this.#options;
    const receive = expected.receiverOf(transaction);
    if (receive === undefined) answerWith(responder, transaction, { status: 481 });
    else receive(transaction);
  }

  receiveWithin(transaction: ServerTransaction, user: DialogUser): void {
    const { responder, withinCalls } = this.#options;
    receiveCallEvent(transaction, user, withinCalls, () => answerWith(responder, transaction, { status: 489 }));
  }
}

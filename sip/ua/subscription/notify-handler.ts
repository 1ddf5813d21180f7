// NOTIFY: of a subscription, of a dialog that is not there yet, within a call, or unasked (RFC 6665 §4.1.3, §4.4.1).

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { ExpectedNotifies } from './expected-notifies.ts';
import { eventOf } from './subscription-headers.ts';

/** An event that shares the dialog of a call (RFC 5057): `refer`, `talk`, `hold`. It answers; the request comes in its turn. */
export interface CallNotifyReceiver {
  readonly events: readonly string[];
  receive(transaction: ServerTransaction, dialog: CallDialog): void;
}

/** NOTIFYs that nobody subscribed to. It answers. */
export interface UnaskedNotifyReceiver {
  receive(transaction: ServerTransaction): void;
}

export interface NotifyHandlerOptions {
  readonly responder: Responder;
  readonly expected: ExpectedNotifies;
  readonly withinCalls: readonly CallNotifyReceiver[];
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
    const { callDialog } = user;
    if (callDialog === undefined) {
      user.requestReceived(transaction);
      return;
    }
    if (!user.takesInOrder(transaction)) return;
    const event = eventOf(transaction.request.headers);
    const receiver = this.#options.withinCalls.find(({ events }) => event !== undefined && events.includes(event.name));
    // 489 only: 481 would end the call's dialog too (RFC 5057 §5.1).
    if (receiver === undefined) answerWith(this.#options.responder, transaction, { status: 489 });
    else receiver.receive(transaction, callDialog);
  }
}

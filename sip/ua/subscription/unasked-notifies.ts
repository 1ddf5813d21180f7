// NOTIFYs that nobody subscribed to (RFC 6665 §4.1.3 answers them 481; phones know a few that servers send all the same).

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { UnaskedNotifyReceiver } from './notify-handler.ts';

export interface UnaskedNotifiesOptions {
  readonly responder: Responder;
}

export class UnaskedNotifies implements UnaskedNotifyReceiver {
  readonly #options: UnaskedNotifiesOptions;

  constructor(options: UnaskedNotifiesOptions) {
    this.#options = options;
  }

  receive(transaction: ServerTransaction): void {
    answerWith(this.#options.responder, transaction, { status: 489 });
  }
}

// MESSAGE (RFC 3428): a text from the account's own server, or from whom we talk with. It is reported; nothing is done with it here.

import type { Clock } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { UserAgentEvent } from '../user-agent-events.ts';
import { calledAccount } from './called-account.ts';
import { callerIdentityOf } from './remote-identity.ts';

export interface MessageHandlerOptions {
  readonly clock: Clock;
  readonly responder: Responder;
  readonly accounts: () => readonly Account[];
  readonly listener: (event: UserAgentEvent) => void;
}

/** §8: whoever has more to say opens a session. */
const maxBytes = 4096;
/** So many in a minute are read; a flood is answered and not shown. */
const maxEachMinute = 20;

export class MessageHandler implements RequestHandler {
  readonly method = 'MESSAGE';
  readonly #options: MessageHandlerOptions;
  #minuteFromMs = 0;
  #count = 0;

  constructor(options: MessageHandlerOptions) {
    this.#options = options;
  }

  receive(transaction: ServerTransaction): void {
    const { responder, accounts, listener } = this.#options;
    const account = calledAccount(transaction, accounts());
    if (account === undefined || !account.context.isProxy(transaction.source)) {
      answerWith(responder, transaction, { status: account === undefined ? 404 : 403 });
      return;
    }
    if (!this.#takes(transaction)) return;
    const { headers, body } = transaction.request;
    const from = callerIdentityOf(headers, true, account.settings.identity?.order).identity;
    listener({ type: 'messageReceived', accountId: account.settings.id, from, contentType: headers.get('Content-Type'), body });
  }

  receiveWithin(transaction: ServerTransaction, user: DialogUser): void {
    if (!user.takesInOrder(transaction)) return;
    if (user.callDialog === undefined) {
      answerWith(this.#options.responder, transaction, { status: 405 });
      return;
    }
    if (!this.#takes(transaction)) return;
    const { headers, body } = transaction.request;
    user.callDialog.report({ type: 'messageReceived', contentType: headers.get('Content-Type'), body });
  }

  /** Answers. False: there is nothing to report. */
  #takes(transaction: ServerTransaction): boolean {
    const { responder, clock } = this.#options;
    if (transaction.request.body.length > maxBytes) {
      answerWith(responder, transaction, { status: 413 });
      return false;
    }
    answerWith(responder, transaction, { status: 200 });
    if (clock.monotonicMs - this.#minuteFromMs >= 60_000) {
      this.#minuteFromMs = clock.monotonicMs;
      this.#count = 0;
    }
    return ++this.#count <= maxEachMinute;
  }
}

// Methods that the phone understands, one handler each. A new method is a new handler in the list that user-agent.ts makes; Allow and
// the answers 405 and 501 follow from it.

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { DialogUser } from './dialog-users.ts';

export interface RequestHandler {
  readonly method: string;
  /** A request outside of any dialog. It answers, now or later. */
  receive(transaction: ServerTransaction): void;
  /** A request within a dialog; without this the dialog's user gets it. */
  receiveWithin?(transaction: ServerTransaction, user: DialogUser): void;
  /** A request with a To tag of no dialog that we know; without this it is answered 481. */
  receiveStray?(transaction: ServerTransaction): void;
}

export class RequestHandlers {
  readonly #handlers: ReadonlyMap<string, RequestHandler>;

  constructor(handlers: readonly RequestHandler[]) {
    this.#handlers = new Map(handlers.map((handler) => [handler.method, handler]));
  }

  get methods(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  /** For Allow: ACK and CANCEL belong to INVITE and have no handlers. */
  get allowed(): readonly string[] {
    return [...this.methods, 'ACK', 'CANCEL'];
  }

  find(method: string): RequestHandler | undefined {
    return this.#handlers.get(method);
  }
}

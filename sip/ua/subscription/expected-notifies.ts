// NOTIFYs that may overtake the 2xx of the SUBSCRIBE or REFER that asked for them (RFC 6665 §4.1.2.4): they make the dialog, and are known
// by its Call-ID and our tag. Both are random, so that only who saw the request can name them.

import type { ServerTransaction } from '../../transaction/transaction-events.ts';

export interface ExpectedDialog {
  readonly callId: string;
  readonly localTag: string;
}

type Receive = (transaction: ServerTransaction) => void;

export class ExpectedNotifies {
  readonly #receivers: Map<string, Receive> = new Map();

  get size(): number {
    return this.#receivers.size;
  }

  /** `receive` answers. Returns the way to expect no more. */
  expect({ callId, localTag }: ExpectedDialog, receive: Receive): () => void {
    const key = keyOf(callId, localTag);
    this.#receivers.set(key, receive);
    return () => {
      if (this.#receivers.get(key) === receive) this.#receivers.delete(key);
    };
  }

  /** Whoever waits for this NOTIFY, which belongs to no dialog. */
  receiverOf({ request }: ServerTransaction): Receive | undefined {
    const { callId, to } = request.headers;
    return this.#receivers.get(keyOf(callId, to.parameters.get('tag') ?? ''));
  }
}

function keyOf(callId: string, localTag: string): string {
  return `${callId}\n${localTag}`;
}

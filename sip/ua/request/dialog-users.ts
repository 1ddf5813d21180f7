// Finds who owns the dialog that a message belongs to (RFC 3261 §12.2.2).

import { dialogKey } from '../../dialog/dialog.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallDialog } from '../call/call-dialog.ts';

/** The owner of a dialog: a call, a subscription, a referral. */
export interface DialogUser {
  /** Anything but ACK and CANCEL. It answers. */
  requestReceived(transaction: ServerTransaction): void;
  /** Records the sequence of a request that a `RequestHandler.receiveWithin` is to answer. False: out of order; it has been answered 500 (§12.2.2). */
  takesInOrder(transaction: ServerTransaction): boolean;
  /** There when the dialog is that of a call (early or confirmed). */
  readonly callDialog?: CallDialog;
  ackReceived(request: SipRequest): void;
  /** A 2xx to an INVITE of ours whose transaction is gone. */
  acceptanceRepeated(response: SipResponse): void;
  /** The user agent closes: not a word more, no timer left. */
  abandon(): void;
}

interface DialogName {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

export class DialogUsers {
  readonly #users: Map<string, DialogUser> = new Map();

  get size(): number {
    return this.#users.size;
  }

  add(dialog: DialogName, user: DialogUser): void {
    this.#users.set(dialogKey(dialog.callId, dialog.localTag, dialog.remoteTag), user);
  }

  /** Leaves the dialog alone when it has passed to another user. */
  remove(dialog: DialogName, user: DialogUser): void {
    const key = dialogKey(dialog.callId, dialog.localTag, dialog.remoteTag);
    if (this.#users.get(key) === user) this.#users.delete(key);
  }

  abandonAll(): void {
    for (const user of this.#users.values()) user.abandon();
    this.#users.clear();
  }

  /** On a request our tag is in To. */
  ofRequest(request: SipRequest): DialogUser | undefined {
    const { callId, to, from } = request.headers;
    return this.#users.get(dialogKey(callId, to.parameters.get('tag') ?? '', from.parameters.get('tag') ?? ''));
  }

  /** On a response our tag is in From. */
  ofResponse(response: SipResponse): DialogUser | undefined {
    const { callId, to, from } = response.headers;
    return this.#users.get(dialogKey(callId, from.parameters.get('tag') ?? '', to.parameters.get('tag') ?? ''));
  }
}

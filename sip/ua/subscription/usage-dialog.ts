// The dialog of a subscription, on either side (RFC 6665 §4.4.1): sequence numbers both ways, the remote target, requests within it.

import { type Dialog, withRemoteSequence, withRemoteTarget } from '../../dialog/dialog.ts';
import { requestWithin } from '../../dialog/dialog-request.ts';
import type { Headers } from '../../message/headers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipRequest } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import { describeResponse } from '../request/headers-of-ours.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';

export interface UsageDialogOptions {
  readonly context: CallContext;
  readonly dialog: Dialog;
  /** Where the other side was heard from: decides which address of ours stands in Contact. */
  readonly target: Target;
}

export class UsageDialog {
  readonly #options: UsageDialogOptions;
  #dialog: Dialog;

  constructor(options: UsageDialogOptions) {
    this.#options = options;
    this.#dialog = options.dialog;
  }

  get remoteTag(): string {
    return this.#dialog.remoteTag;
  }

  /** From here on its requests are the user's. */
  open(user: DialogUser): void {
    this.#options.context.core.dialogs.add(this.#dialog, user);
  }

  forget(user: DialogUser): void {
    this.#options.context.core.dialogs.remove(this.#dialog, user);
  }

  /** Contact of SUBSCRIBE and NOTIFY, of their requests and 2xx, moves the target (§4.4.1). */
  refreshTarget(headers: Headers): void {
    this.#dialog = withRemoteTarget(this.#dialog, headers);
  }

  get contact(): string {
    const { context, target } = this.#options;
    return context.contact(target);
  }

  send(
    method: 'SUBSCRIBE' | 'NOTIFY',
    headers: HeaderFields,
    body: { readonly contentType: string; readonly bytes: Uint8Array } | undefined,
    listener: (event: RequestEvent) => void,
  ): PendingRequest {
    const { dialog, request, nextHop } = requestWithin(this.#dialog, method);
    this.#dialog = dialog;
    request.headers.set('Contact', this.contact);
    for (const [name, value] of headers) request.headers.append(name, value);
    if (body !== undefined) request.headers.set('Content-Type', body.contentType);
    const whole: SipRequest = body === undefined ? request : { ...request, body: body.bytes };
    return this.#options.context.sender.send(whole, { nextHop }, listener, () => this.#nextSequence());
  }

  /** RFC 3261 §12.2.2. False: out of order, and answered so. */
  takesInOrder(transaction: ServerTransaction): boolean {
    const { dialog, inOrder } = withRemoteSequence(this.#dialog, transaction.request);
    this.#dialog = dialog;
    if (!inOrder) this.answer(transaction, 500);
    return inOrder;
  }

  answer(transaction: ServerTransaction, status: number, headers: HeaderFields = []): void {
    const { core } = this.#options.context;
    const response = makeResponse(transaction.request, status, undefined, this.#dialog.localTag);
    describeResponse(response, core.capabilities, transaction.request.method);
    for (const [name, value] of headers) response.headers.set(name, value);
    transaction.respond(response);
  }

  #nextSequence(): number {
    this.#dialog = { ...this.#dialog, localSequence: this.#dialog.localSequence + 1 };
    return this.#dialog.localSequence;
  }
}

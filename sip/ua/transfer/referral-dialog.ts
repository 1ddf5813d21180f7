// The dialog that a REFER from outside of a call makes, for its NOTIFYs alone (RFC 3515 §2.4.2, RFC 6665 §4.4.1).

import { dialogOfRequest } from '../../dialog/dialog.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallContext } from '../call/call-context.ts';
import type { DialogRequestParts } from '../call/call-dialog.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { UsageDialog } from '../subscription/usage-dialog.ts';
import type { Referral } from './referral.ts';

export class ReferralDialog implements DialogUser {
  readonly #dialog: UsageDialog;
  #referral: Referral | undefined;

  constructor(context: CallContext, { request, source }: ServerTransaction, localTag: string) {
    const dialog = dialogOfRequest(request, localTag, 'confirmed');
    this.#dialog = new UsageDialog({ context, dialog, target: source });
  }

  open(referral: Referral): void {
    this.#referral = referral;
    this.#dialog.open(this);
  }

  close(): void {
    this.#dialog.forget(this);
  }

  send({ headers = [], body, contentType }: DialogRequestParts, listener: (event: RequestEvent) => void): PendingRequest {
    const document = body === undefined || contentType === undefined ? undefined : { contentType, bytes: body };
    return this.#dialog.send('NOTIFY', headers, document, listener);
  }

  takesInOrder(transaction: ServerTransaction): boolean {
    return this.#dialog.takesInOrder(transaction);
  }

  /** SUBSCRIBE may ask for more time, or for the end. */
  requestReceived(transaction: ServerTransaction): void {
    if (!this.takesInOrder(transaction)) return;
    const expiresS = expiresOf(transaction);
    if (transaction.request.method !== 'SUBSCRIBE' || this.#referral === undefined) this.#dialog.answer(transaction, 405);
    else if (expiresS === undefined) this.#dialog.answer(transaction, 400);
    else {
      this.#dialog.refreshTarget(transaction.request.headers);
      this.#dialog.answer(transaction, 200, [
        ['Expires', String(this.#referral.grantedS(expiresS))],
        ['Contact', this.#dialog.contact],
      ]);
      this.#referral.refresh(expiresS);
    }
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.#referral?.abandon();
  }
}

/** Of a SUBSCRIBE; undefined when it can not be read. */
export function expiresOf({ request }: ServerTransaction): number | undefined {
  try {
    return request.headers.expires ?? Number.MAX_SAFE_INTEGER;
  } catch {
    return undefined;
  }
}

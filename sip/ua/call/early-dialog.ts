// One branch of a call that we make, before its answer: its dialog and its media (RFC 3261 §12.1, §13.2.2.1).

import type { Dialog } from '../../dialog/dialog.ts';
import type { DialogMember } from '../../dialog/dialog-set.ts';
import type { SipResponse } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Call, CallEvent } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import { InviteDialog, type InviteUsage } from './invite-dialog.ts';
import type { SessionMedia } from './session-media.ts';

export interface EarlyDialogOptions {
  readonly call: Call;
  readonly context: CallContext;
  readonly dialog: Dialog;
  readonly media: SessionMedia;
  readonly contact: () => string;
  readonly report: (event: CallEvent) => void;
}

export class EarlyDialog implements DialogMember, InviteUsage {
  readonly dialog: InviteDialog;
  readonly media: SessionMedia;

  constructor(options: EarlyDialogOptions) {
    this.dialog = new InviteDialog({ ...options, usage: this });
    this.media = options.media;
  }

  responded(response: SipResponse): void {
    this.dialog.responded(response);
  }

  /** The called side has no BYE here (RFC 3261 §15), and offers nothing anew. */
  requestReceived(transaction: ServerTransaction): void {
    this.dialog.answer(transaction, transaction.request.method === 'BYE' ? 481 : 405);
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}
  abandon(): void {}

  /** Another branch was answered, or none. */
  close(): void {
    this.media.close();
    this.dialog.forget();
  }
}

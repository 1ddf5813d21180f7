// The transfers of ours: whom a call goes to, in which of the three ways (RFC 5589 §6 blind, §7 after a consultation; semi-attended: to
// one whom we have only rung).

import type { Dialog } from '../../dialog/dialog.ts';
import { sameUri } from '../../message/same-uri.ts';
import { isSipUri, type SipUri, type Uri } from '../../message/uri.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { callTarget } from '../call-target.ts';
import { answerWith } from '../request/responder.ts';
import type { CallEventReceiver } from '../subscription/call-event.ts';
import type { Call } from '../user-agent-events.ts';
import { Transfer, type TransferOptions } from './transfer.ts';

export interface TransfersOptions {
  /** Whether the other side has asked us away at the moment: one transfer of a call at a time. */
  readonly isReferred: (call: Call) => boolean;
}

type Aim = Pick<TransferOptions, 'targets' | 'consultation' | 'replaces'>;

export class Transfers implements CallEventReceiver {
  readonly events: readonly string[] = ['refer'];
  readonly #options: TransfersOptions;
  /** By `Call.id`, until the call's dialog is gone: a last NOTIFY may come after we know enough. */
  readonly #transfers: Map<string, Transfer> = new Map();

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  /** The other side of `call` is to speak with `to` instead of us. Does nothing while it is not answered, or is on its way already. */
  transfer(call: Call, to: string | Call): void {
    const dialog = standingDialog(call);
    if (dialog === undefined || to === call || this.isUnderWay(call)) return;
    if (this.#options.isReferred(call)) {
      dialog.report({ type: 'transferFailed', status: 491 });
      return;
    }
    const aim = typeof to === 'string' ? aimAtNumber(dialog, to) : aimAtCall(dialog, to);
    if (aim.targets.length === 0) dialog.report({ type: 'transferFailed', status: typeof to === 'string' ? 484 : undefined });
    else this.#start(dialog, aim);
  }

  isUnderWay(call: Call): boolean {
    return this.#transfers.get(call.id)?.isOver === false;
  }

  receive(transaction: ServerTransaction, dialog: CallDialog): void {
    const transfer = this.#transfers.get(dialog.call.id);
    // 489 and not 481, which would end the call's dialog too (RFC 5057 §5.1).
    answerWith(dialog.context.core, transaction, { status: transfer === undefined ? 489 : 200 });
    transfer?.notified(transaction.request);
  }

  abandon(): void {
    for (const transfer of this.#transfers.values()) transfer.abandon();
    this.#transfers.clear();
  }

  #start(dialog: CallDialog, aim: Aim): void {
    const { id } = dialog.call;
    // RFC 5057 §4: the subscription may outlive the call, when the person does not wait for its end.
    const release = dialog.keep();
    const forget = (): void => {
      if (transfer.isOver && dialog.state === 'terminated') this.#transfers.delete(id);
    };
    const transfer: Transfer = new Transfer({
      dialog,
      ...aim,
      over: () => {
        release();
        forget();
      },
    });
    this.#transfers.set(id, transfer);
    dialog.whenOver(forget);
    transfer.start();
  }
}

function standingDialog(call: Call): CallDialog | undefined {
  return call.dialogs.find(({ state }) => state === 'confirmed');
}

function aimAtNumber(dialog: CallDialog, number: string): Aim {
  const target = callTarget(number, dialog.context.settings().domain);
  return { targets: target === undefined ? [] : [target], consultation: undefined, replaces: undefined };
}

function aimAtCall({ context }: CallDialog, to: Call): Aim {
  const { referTo = 'contact', semiAttended = false } = context.settings().transfer ?? {};
  const consultation = standingDialog(to)?.dialog;
  if (consultation !== undefined) {
    const { callId, localTag, remoteTag } = consultation;
    const replaces = { callId, toTag: remoteTag, fromTag: localTag, earlyOnly: false };
    return { targets: addressesOf(consultation, referTo), consultation: to, replaces };
  }
  // What rings there can not be replaced: an early dialog answers to Replaces at its caller alone (RFC 3891 §3). So the phones do what
  // RFC 5589 §6 leaves: give up the call of ours, and let the other side call. Where the administrator has not allowed it (AudioCodes
  // table 3-27) a person waits for the answer first.
  if (!semiAttended || to.direction !== 'outgoing' || !isSipUri(to.remote.uri)) {
    return { targets: [], consultation: undefined, replaces: undefined };
  }
  to.end();
  return { targets: [to.remote.uri], consultation: undefined, replaces: undefined };
}

/** RFC 5589 §7.3: the very phone that we talk with, or whatever phone of its user the network finds; the other if one does not do. */
function addressesOf({ remoteTarget, remote }: Dialog, first: 'contact' | 'address'): readonly SipUri[] {
  const contact = asCallable(remoteTarget);
  const address = asCallable(remote.uri);
  // RFC 5627 §4.4: a GRUU is both.
  const contactFirst = first === 'contact' || contact?.parameters.has('gr') === true;
  const [one, other] = contactFirst ? [contact, address] : [address, contact];
  if (one === undefined) return other === undefined ? [] : [other];
  return other === undefined || sameUri(one, other) ? [one] : [one, other];
}

/** Nobody is reached at RFC 3323's address of those who do not tell. */
function asCallable(uri: Uri): SipUri | undefined {
  return isSipUri(uri) && !uri.host.endsWith('.invalid') ? uri : undefined;
}

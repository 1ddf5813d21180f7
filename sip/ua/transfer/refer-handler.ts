// REFER to us (RFC 3515 §2.4): within a call, about a call of ours that our proxy names (RFC 4538), or out of the blue. What may not be is
// refused here; the rest is the owner's to decide.

import { splitList } from '../../message/split-list.ts';
import { isSipUri } from '../../message/uri.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { calledAccount } from '../call/called-account.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { Call, UserAgentEvent } from '../user-agent-events.ts';
import { type ReferTarget, readReferTo } from './refer-to.ts';
import type { ReferralOrigin, Referrals } from './referrals.ts';
import { targetDialogOf } from './target-dialog.ts';

export interface ReferHandlerOptions {
  readonly responder: Responder;
  readonly accounts: () => readonly Account[];
  readonly referrals: Referrals;
  readonly listener: (event: UserAgentEvent) => void;
  /** Whether a transfer of ours is under way in the call. */
  readonly isTransferring: (call: Call) => boolean;
}

export class ReferHandler implements RequestHandler {
  readonly method = 'REFER';
  readonly #options: ReferHandlerOptions;

  constructor(options: ReferHandlerOptions) {
    this.#options = options;
  }

  receive(transaction: ServerTransaction): void {
    this.#take(transaction, this.#originOutside(transaction));
  }

  receiveWithin(transaction: ServerTransaction, user: DialogUser): void {
    const { callDialog } = user;
    if (callDialog === undefined) user.requestReceived(transaction);
    else if (user.takesInOrder(transaction)) this.#take(transaction, this.#originWithin(callDialog, true));
  }

  /** A BYE that ends a call of ours and says whom to call in its place (Cisco figure B-10): followed where the account allows it. */
  ending({ request }: ServerTransaction, dialog: CallDialog): void {
    const also = request.headers.get('Also');
    const origin = this.#originWithin(dialog, false);
    if (also === undefined || 'status' in origin || origin.account.settings.transfer?.byeAlso !== true) return;
    const target = readReferTo(splitList(also)[0] ?? '');
    if (!('status' in target) && !namesUs(target, origin.account))
      this.#options.referrals.follow(target, { ...origin, call: dialog });
  }

  #take(transaction: ServerTransaction, origin: ReferralOrigin | Refusal): void {
    const { responder, referrals } = this.#options;
    const target = readReferTo(transaction.request.headers.get('Refer-To') ?? '');
    if ('status' in origin) answerWith(responder, transaction, origin);
    else if ('status' in target) answerWith(responder, transaction, target);
    else if (namesUs(target, origin.account)) answerWith(responder, transaction, { status: 482 });
    else referrals.take(transaction, target, origin);
  }

  #originWithin(dialog: CallDialog, within: boolean): ReferralOrigin | Refusal {
    const { accounts, referrals, isTransferring } = this.#options;
    const account = accounts().find(({ settings }) => settings.id === dialog.accountId);
    if (account === undefined || dialog.state === 'terminated') return { status: 481 };
    const policy = account.settings.transfer?.within ?? 'accept';
    if (policy === 'refuse' || dialog.state === 'early') return { status: 603 };
    // Both sides want to be rid of each other, or ask twice: one at a time.
    if (referrals.ofCall(dialog.call) !== undefined || isTransferring(dialog.call)) return { status: 491 };
    const asks = policy === 'ask';
    return { account, call: dialog, within, asks, report: (request) => dialog.report({ type: 'transferRequested', ...request }) };
  }

  #originOutside(transaction: ServerTransaction): ReferralOrigin | Refusal {
    const { accounts, referrals, listener } = this.#options;
    const { request, source } = transaction;
    const account = calledAccount(
      transaction,
      accounts().filter((each) => each.admits(source)),
    );
    // Nobody shall count our extensions.
    if (account === undefined) return { status: 403 };
    const target = targetDialogOf(request.headers);
    if (target === 'malformed') return { status: 400, reason: 'Bad Target-Dialog' };
    const isProxy = account.context.isProxy(source);
    if (target !== 'none') {
      // RFC 4538 §4: who knows the tags has seen the call; what has seen it on our way is the proxy alone.
      const dialog = account.context.core.calls.withDialog(target.callId, target.localTag, target.remoteTag);
      return dialog === undefined || !isProxy ? { status: 481 } : this.#originWithin(dialog, false);
    }
    const policy = account.settings.transfer?.acceptRefer ?? 'never';
    if (policy === 'never' || (policy === 'proxy' && !isProxy)) return { status: 403 };
    if (referrals.isFull) return { status: 486 };
    const accountId = account.settings.id;
    return {
      account,
      call: undefined,
      within: false,
      asks: true,
      report: (each) => listener({ type: 'referReceived', accountId, ...each }),
    };
  }
}

/** We would call ourselves. With Replaces it may be another phone of the same user that is meant. */
function namesUs({ to, replaces }: ReferTarget, account: Account): boolean {
  if (!isSipUri(to.uri)) return false;
  const name = account.nameIn(to.uri);
  if (name === 'contact') return true;
  return name === 'user' && replaces === undefined && to.uri.host === account.settings.domain.toLowerCase();
}

// INVITE outside of a dialog: whom it is for, and whether it may ring (RFC 3261 §13.3.1). Strangers do not get this far
// (stranger-screen.ts), but they may be known to one account alone.

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { UserAgentEvent } from '../user-agent-events.ts';
import { alertOf } from './alert.ts';
import { diverterOf, historyOf } from './call-history.ts';
import { calledAccount } from './called-account.ts';
import type { Calls } from './calls.ts';
import { IncomingCall } from './incoming-call.ts';
import { type Replacement, replacementOf } from './replacement.ts';

export interface InviteHandlerOptions {
  readonly responder: Responder;
  readonly accounts: () => readonly Account[];
  readonly calls: Calls;
  readonly listener: (event: UserAgentEvent) => void;
}

/** Each takes a media port and a place in people's heads. */
const maxIncomingCalls = 8;

/** The call of ours that it is to replace or to join. */
type About = Exclude<Replacement, { type: 'refused' }>;

export class InviteHandler implements RequestHandler {
  readonly method = 'INVITE';
  readonly #options: InviteHandlerOptions;
  /** Until their final response, by which CANCEL finds them. */
  readonly #ringing: Map<ServerTransaction, IncomingCall> = new Map();

  constructor(options: InviteHandlerOptions) {
    this.#options = options;
  }

  receive(transaction: ServerTransaction): void {
    const { responder, calls } = this.#options;
    const account = calledAccount(transaction, this.#options.accounts());
    if (account === undefined) answerWith(responder, transaction, { status: 404 });
    else if (calls.incoming >= maxIncomingCalls) answerWith(responder, transaction, { status: 486 });
    else {
      const refusal = account.callRefusal(transaction);
      if (refusal === undefined) this.#meet(transaction, account);
      else answerWith(responder, transaction, refusal);
    }
  }

  #meet(transaction: ServerTransaction, account: Account): void {
    const { responder, calls } = this.#options;
    const trusted = account.context.isProxy(transaction.source);
    const { headers } = transaction.request;
    const replacement = replacementOf({ headers, calls, accountId: account.settings.id, trusted });
    if (replacement.type === 'refused') answerWith(responder, transaction, replacement.refusal);
    else this.#ring(transaction, account, replacement);
  }

  /** The INVITE that a CANCEL is for. */
  ringing(transaction: ServerTransaction): IncomingCall | undefined {
    return this.#ringing.get(transaction);
  }

  #ring(transaction: ServerTransaction, account: Account, about: About): void {
    const { calls } = this.#options;
    const call: IncomingCall = new IncomingCall({
      context: account.context,
      transaction,
      replaces: about.type === 'replaces' ? about.call : undefined,
      closed: () => {
        calls.remove(call);
        this.#ringing.delete(transaction);
      },
    });
    calls.add(call, account.settings.id);
    this.#ringing.set(transaction, call);
    // The owner's listener may throw as well: that is this call's end, not the phone's.
    void this.#present(call, transaction, account, about).catch((error: unknown) => {
      account.context.core.log.error('calls', 'an incoming call failed', { callId: call.callId, error });
      call.reject(500);
    });
  }

  async #present(call: IncomingCall, transaction: ServerTransaction, account: Account, about: About): Promise<void> {
    if (!(await call.prepare())) return;
    const { headers } = transaction.request;
    account.context.follower?.()?.arrived(call, transaction.request);
    const alert = alertOf(headers);
    this.#options.listener({
      type: 'incomingCall',
      accountId: account.settings.id,
      call,
      divertedBy: diverterOf(headers),
      history: historyOf(headers),
      ...(alert === undefined ? {} : { alert }),
      ...(about.type === 'none' ? {} : { [about.type === 'join' ? 'joins' : 'replaces']: about.call }),
      listen: (heard) => call.listen(heard),
    });
    // Unless the listener has refused or answered it.
    call.ring();
  }
}

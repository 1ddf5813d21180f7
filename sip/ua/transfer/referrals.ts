// The REFERs that we took, until nothing more is to be said of them: at most one in a call, and few from outside (RFC 3515 §2.4).

import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { describeResponse } from '../request/headers-of-ours.ts';
import type { Call } from '../user-agent-events.ts';
import { type ReferTarget, referrerOf } from './refer-to.ts';
import { Referral } from './referral.ts';
import { ReferralDialog } from './referral-dialog.ts';
import type { ReferralRequest } from './transfer-events.ts';

/** Where a REFER came from. */
export interface ReferralOrigin {
  readonly account: Account;
  /** The call that is to go, if it is about one. */
  readonly call: CallDialog | undefined;
  /** Whether it came in the call's own dialog, and NOTIFYs go there. */
  readonly within: boolean;
  readonly asks: boolean;
  /** Up to the owner, who may decide before it returns. */
  readonly report: (request: ReferralRequest) => void;
}

/** A person answers one question at a time. */
const maxOutside = 4;

export class Referrals {
  /** By `Call.id`. */
  readonly #ofCalls: Map<string, Referral> = new Map();
  readonly #outside: Set<Referral> = new Set();
  /** RFC 3515 §2.4.6: from its second REFER on a dialog tells them apart by id. */
  readonly #referred: WeakSet<CallDialog> = new WeakSet();

  get isFull(): boolean {
    return this.#outside.size >= maxOutside;
  }

  ofCall(call: Call): Referral | undefined {
    return this.#ofCalls.get(call.id);
  }

  /** Asks the owner, and answers the REFER. */
  take(transaction: ServerTransaction, target: ReferTarget, origin: ReferralOrigin): void {
    const { account, call } = origin;
    const { core } = account.context;
    const { headers } = transaction.request;
    const localTag = newTag(core.random);
    const isHeard = wantsNotices(transaction);
    const outside = origin.within || !isHeard ? undefined : new ReferralDialog(account.context, transaction, localTag);
    const referral: Referral = new Referral({
      clock: core.clock,
      account,
      target,
      referredBy: referrerOf(headers),
      dialog: isHeard ? (outside ?? call) : undefined,
      event: this.#eventOf(transaction, origin),
      transferred: call,
      over: () => release(),
    });
    const release = this.#keep(referral, origin, outside);
    let answered = false;
    const answer = (status: number): void => {
      if (!answered) respond(account, transaction, status, localTag);
      answered = true;
    };
    try {
      origin.report({
        to: target.to,
        referredBy: referrerOf(headers),
        replaces: target.replaces !== undefined,
        asks: origin.asks,
        accept: (listener) => {
          if (referral.isPending) answer(202);
          return referral.accept(listener);
        },
        refuse: (status = 603) => {
          const isEarly = !answered;
          answer(status);
          if (isEarly) referral.abandon();
          else referral.refuse(status);
        },
      });
    } catch (error) {
      core.log.error('calls', 'a referral failed', { error });
      answer(500);
      referral.abandon();
    }
    if (answered) return;
    answer(202);
    referral.open();
  }

  abandon(): void {
    for (const referral of [...this.#ofCalls.values(), ...this.#outside]) referral.abandon();
  }

  #keep(referral: Referral, { call, within }: ReferralOrigin, outside: ReferralDialog | undefined): () => void {
    outside?.open(referral);
    if (call === undefined) this.#outside.add(referral);
    else this.#ofCalls.set(call.call.id, referral);
    // RFC 5057 §4: what we have to tell may take longer than the call lasts (Cisco figure B-8).
    const release = within ? call?.keep() : undefined;
    return () => {
      release?.();
      outside?.close();
      this.#outside.delete(referral);
      if (call !== undefined) this.#ofCalls.delete(call.call.id);
    };
  }

  #eventOf(transaction: ServerTransaction, { call, within }: ReferralOrigin): string {
    if (!within || call === undefined) return 'refer';
    if (this.#referred.has(call)) return `refer;id=${transaction.request.headers.cseq.number}`;
    this.#referred.add(call);
    return 'refer';
  }
}

/** RFC 4488 §4, RFC 7614 §5.2. */
function wantsNotices({ request }: ServerTransaction): boolean {
  if (request.headers.get('Refer-Sub')?.trim().toLowerCase() === 'false') return false;
  return !request.headers.getAll('Require').some((option) => option.toLowerCase() === 'nosub');
}

function respond(account: Account, transaction: ServerTransaction, status: number, localTag: string): void {
  const { context } = account;
  const response = makeResponse(transaction.request, status, undefined, localTag);
  describeResponse(response, context.core.capabilities, 'REFER');
  if (status < 300) response.headers.set('Contact', context.contact(transaction.source));
  if (status < 300 && transaction.request.headers.has('Refer-Sub') && !wantsNotices(transaction))
    response.headers.set('Refer-Sub', 'false');
  transaction.respond(response);
}

// The REFERs that we took, until nothing more is to be said of them: at most one in a call, and few from outside (RFC 3515 §2.4).

import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { describeResponse } from '../request/headers-of-ours.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import { answerWith } from '../request/responder.ts';
import type { CallEventReceiver } from '../subscription/call-event.ts';
import type { Call } from '../user-agent-events.ts';
import { type ReferTarget, referrerOf } from './refer-to.ts';
import { Referral } from './referral.ts';
import { expiresOf, ReferralDialog } from './referral-dialog.ts';
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

/** What the owner is asked, and how the one who asked gets an answer. */
interface Question {
  readonly referral: Referral;
  readonly target: ReferTarget;
  readonly referredBy: NameAddr | undefined;
  /** Once: the final response to the request. */
  readonly answer: (status: number) => void;
}

/** A person answers one question at a time. */
const maxOutside = 4;

export class Referrals implements CallEventReceiver {
  readonly events: readonly string[] = ['refer'];
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
    const { account, call, within } = origin;
    const { core } = account.context;
    const localTag = newTag(core.random);
    const isHeard = wantsNotices(transaction);
    const outside = within || !isHeard ? undefined : new ReferralDialog(account.context, transaction, localTag);
    const referredBy = referrerOf(transaction.request.headers);
    const referral: Referral = new Referral({
      clock: core.clock,
      account,
      target,
      headers: referredBy === undefined ? [] : [['Referred-By', serializeNameAddr(referredBy)]],
      dialog: isHeard ? (outside ?? call) : undefined,
      event: this.#eventOf(transaction, origin),
      transferred: call,
      over: () => release(),
    });
    const release = this.#keep(referral, origin, outside);
    const answer = (status: number): void => respond(account, transaction, status, localTag);
    ask({ referral, target, referredBy, answer }, origin);
  }

  /** Cisco figure B-10: what a BYE asks for. Its answer says nothing of it, nor does anybody hear how it goes. */
  follow(target: ReferTarget, origin: ReferralOrigin & { readonly call: CallDialog }): void {
    const { account, call } = origin;
    const referredBy: NameAddr = { ...call.dialog.remote, parameters: new Map() };
    const referral: Referral = new Referral({
      clock: account.context.core.clock,
      account,
      target,
      headers: [['Requested-By', serializeNameAddr(referredBy)]],
      dialog: undefined,
      event: '',
      transferred: undefined,
      over: () => release(),
    });
    const release = this.#keep(referral, origin, undefined);
    ask({ referral, target, referredBy, answer: () => undefined }, origin);
  }

  /** SUBSCRIBE of `refer` within a call, in its turn: more time, or no more (RFC 3515 §2.4.4). */
  receive(transaction: ServerTransaction, dialog: CallDialog): void {
    const { core, contact } = dialog.context;
    const referral = this.#ofCalls.get(dialog.call.id);
    const expiresS = expiresOf(transaction);
    if (referral === undefined) answerWith(core, transaction, { status: 489 });
    else if (expiresS === undefined) answerWith(core, transaction, { status: 400 });
    else {
      const granted = String(referral.grantedS(expiresS));
      const headers: HeaderFields = [
        ['Expires', granted],
        ['Contact', contact(transaction.source)],
      ];
      answerWith(core, transaction, { status: 200, headers });
      referral.refresh(expiresS);
    }
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

/** 202 as soon as the owner agrees, or has not decided when asked: a REFER can not wait for a person (RFC 4320). */
function ask({ referral, target, referredBy, answer }: Question, { account, asks, report }: ReferralOrigin): void {
  let answered = false;
  const answerOnce = (status: number): void => {
    if (!answered) answer(status);
    answered = true;
  };
  const refuse = (status: number): void => {
    const isEarly = !answered;
    answerOnce(status);
    if (isEarly) referral.abandon();
    else referral.refuse(status);
  };
  try {
    report({
      to: target.to,
      referredBy,
      replaces: target.replaces !== undefined,
      asks,
      accept: (listener, wish) => {
        if (referral.isPending) answerOnce(202);
        return referral.accept(listener, wish);
      },
      refuse: (status = 603) => refuse(status),
    });
  } catch (error) {
    account.context.core.log.error('calls', 'a referral failed', { error });
    refuse(500);
  }
  if (answered) return;
  answerOnce(202);
  referral.open();
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
  if (status < 300) {
    response.headers.set('Contact', context.contact(transaction.source));
    if (transaction.request.headers.has('Refer-Sub')) response.headers.set('Refer-Sub', String(wantsNotices(transaction)));
  }
  transaction.respond(response);
}

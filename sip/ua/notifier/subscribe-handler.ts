// SUBSCRIBE: who may watch what of this phone (RFC 6665 §4.2.1). By default the accounts' own proxies alone: who talks with whom is nobody
// else's business.

import { newTag } from '../../dialog/identifiers.ts';
import type { SipRequest } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import { type CallEventReceiver, receiveCallEvent } from '../subscription/call-event.ts';
import { mediaType } from '../subscription/notify-content.ts';
import { eventOf } from '../subscription/subscription-headers.ts';
import type { EventNotifier } from './event-notifier.ts';
import { grantOf } from './granted-time.ts';
import { NotifierUsage } from './notifier-usage.ts';

export interface SubscribeHandlerOptions {
  readonly responder: Responder;
  readonly notifiers: readonly EventNotifier[];
  /** Of subscriptions that share the dialog of a call, as REFER made it (RFC 3515 §2.4.4); others have one of their own (RFC 6665 §4.5.2). */
  readonly withinCalls: readonly CallEventReceiver[];
  /** Whom a request is for, of the accounts whose proxy sent it; undefined when it is nobody. */
  readonly accountOf: (transaction: ServerTransaction) => Account | undefined;
  readonly admits: (transaction: ServerTransaction) => boolean;
}

/** Each costs a NOTIFY whenever the phone rings. */
const maxSubscribers = 64;
const retryAfterS = 300;

export class SubscribeHandler implements RequestHandler {
  readonly method = 'SUBSCRIBE';
  readonly #options: SubscribeHandlerOptions;
  readonly #subscribers: Map<NotifierUsage, Account> = new Map();

  constructor(options: SubscribeHandlerOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  receive(transaction: ServerTransaction): void {
    const { responder, notifiers } = this.#options;
    const event = eventOf(transaction.request.headers);
    const notifier = notifiers.find((each) => each.event === event?.name);
    const account = this.#options.accountOf(transaction);
    if (!this.#options.admits(transaction)) answerWith(responder, transaction, { status: 403 });
    else if (notifier === undefined) answerWith(responder, transaction, this.#badEvent);
    else if (account === undefined) answerWith(responder, transaction, { status: 404 });
    else this.#take(transaction, notifier, account);
  }

  receiveWithin(transaction: ServerTransaction, user: DialogUser): void {
    const { responder, withinCalls } = this.#options;
    receiveCallEvent(transaction, user, withinCalls, () => answerWith(responder, transaction, this.#badEvent));
  }

  /** Of an account that goes, or of all. */
  stop(account?: Account): void {
    for (const [subscriber, owner] of [...this.#subscribers]) {
      if (account === undefined || owner === account) subscriber.stop();
    }
  }

  #take(transaction: ServerTransaction, notifier: EventNotifier, account: Account): void {
    const { responder } = this.#options;
    const { headers } = transaction.request;
    const grant = grantOf(headers, notifier.expires);
    const refusal = this.#refusal(transaction, notifier, account);
    if (refusal !== undefined) answerWith(responder, transaction, refusal);
    else if (grant.type === 'refused') answerWith(responder, transaction, grant.refusal);
    else {
      const usage: NotifierUsage = new NotifierUsage({
        account,
        notifier,
        event: headers.get('Event') ?? notifier.event,
        transaction,
        localTag: newTag(responder.random),
        ended: () => void this.#subscribers.delete(usage),
      });
      this.#subscribers.set(usage, account);
      usage.open(grant.expiresS);
    }
  }

  #refusal(transaction: ServerTransaction, notifier: EventNotifier, account: Account): Refusal | undefined {
    if (this.#subscribers.size >= maxSubscribers) return { status: 480, headers: [['Retry-After', String(retryAfterS)]] };
    if (!accepts(transaction.request, notifier.contentType)) return { status: 406 };
    return notifier.admits(transaction, account);
  }

  get #badEvent(): Refusal {
    const events = this.#options.notifiers.map(({ event }) => event);
    return { status: 489, headers: [['Allow-Events', events.join(', ')]] };
  }
}

/** §4.2.1.1: without Accept the package's own type is meant. */
function accepts({ headers }: SipRequest, contentType: string): boolean {
  const types = headers.getAll('Accept').map(mediaType);
  const group = `${contentType.split('/', 1)[0]}/*`;
  return types.length === 0 || types.some((type) => type === contentType || type === group || type === '*/*');
}

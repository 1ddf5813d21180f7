// A subscription of ours (RFC 6665 §4.1): sends SUBSCRIBE, meets the NOTIFYs that make its dialogs, and starts anew when all are gone.

import { type Dialog, dialogOfRequest } from '../../dialog/dialog.ts';
import { newCallId, newTag, randomFraction } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest } from '../../message/message.ts';
import type { Uri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { AccountUsage } from '../account/account-usages.ts';
import type { CallContext } from '../call/call-context.ts';
import { addressOfRecord } from '../call-target.ts';
import { minimumExpiresS } from '../request/minimum-expires.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { answerWith } from '../request/responder.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { checkNotify } from './notify-content.ts';
import { RateLimit } from './rate-limit.ts';
import { SubscriberUsage } from './subscriber-usage.ts';
import type { SubscriptionBody, SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from './subscription-events.ts';
import { type AttemptAction, type AttemptInput, type AttemptState, subscriptionMachine } from './subscription-machine.ts';
import { grantedS, type SubscriptionTerms, termsOf } from './subscription-terms.ts';

export interface SubscriptionOptions {
  readonly context: CallContext;
  readonly request: SubscriptionRequest;
  /** Resolves to the first hops. */
  readonly way: (target: Uri) => Promise<readonly Target[]>;
  readonly listener: (event: SubscriptionEvent) => void;
  /** Nothing of it is left on our side. */
  readonly closed: () => void;
}

/** What one SUBSCRIBE began. */
interface Attempt {
  readonly request: SipRequest;
  readonly askedS: number;
  sequence: number;
}

/** A notifier that leaves something out each time is not asked for the whole each time. */
const wholes = { most: 5, periodMs: 60_000 } as const;
/** More forks than a person has phones; further notifiers are refused. */
const maxForks = 16;

export class Subscription implements SubscriptionHandle, AccountUsage {
  readonly #options: SubscriptionOptions;
  readonly #terms: SubscriptionTerms;
  readonly #usages: Set<SubscriberUsage> = new Set();
  readonly #wholes: RateLimit;
  #state: AttemptState = { name: 'idle' };
  #pending: PendingRequest | undefined;
  #timer: Timer | undefined;
  #unexpect: (() => void) | undefined;
  /** Waits for a dialog to be said in. */
  #body: SubscriptionBody | undefined;
  /** Counts attempts: what belongs to an earlier one is not heard any more. */
  #round = 0;
  #closed = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#terms = termsOf(options.request);
    this.#wholes = new RateLimit(options.context.core.clock, wholes.most, wholes.periodMs);
  }

  start(): void {
    this.#input({ type: 'wanted' });
  }

  refresh(body?: SubscriptionBody): void {
    if (body === undefined && !this.#wholes.take()) return;
    if (this.#usages.size === 0) this.#body = body ?? this.#body;
    for (const usage of this.#usages) usage.refresh(body);
  }

  /** Our address changed: the notifiers learn it, and what was under way begins anew. */
  relocate(): void {
    this.#input({ type: 'outdated' });
    for (const usage of this.#usages) usage.refresh();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#input({ type: 'unwanted' });
    for (const usage of [...this.#usages]) usage.leave();
    this.#finishWhenEmpty();
  }

  /** Another server has to be asked: the old one is told; `start` makes new dialogs. */
  pause(): void {
    const usages = [...this.#usages];
    this.#usages.clear();
    for (const usage of usages) usage.leave();
    this.#input({ type: 'paused' });
  }

  /** Not a word more, to nobody. */
  abandon(): void {
    this.#closed = true;
    this.#input({ type: 'unwanted' });
    for (const usage of this.#usages) usage.abandon();
    this.#usages.clear();
    this.#finishWhenEmpty();
  }

  #input(input: AttemptInput): void {
    const { core, settings } = this.#options.context;
    const { subscriptions } = settings();
    const step = subscriptionMachine(this.#state, input, {
      nowMs: core.clock.monotonicMs,
      fraction: randomFraction(core.random),
      expiresS: this.#options.request.expiresS,
      retryMs: subscriptions === undefined ? undefined : subscriptions.retryS * 1000,
      patienceMs: 64 * core.timers.t1Ms,
    });
    this.#state = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: AttemptAction): void {
    switch (action.type) {
      case 'send':
        this.#send(action.expiresS, this.#round).catch(this.#failureOf(this.#round));
        break;
      case 'forget':
        this.#forget();
        break;
      case 'startTimer':
        this.#timer?.cancel();
        this.#timer = this.#options.context.core.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#timer?.cancel();
        break;
      case 'report':
        this.#report(action.event);
        break;
    }
  }

  #report(event: SubscriptionEvent): void {
    if (event.type === 'failed') {
      const { core, settings } = this.#options.context;
      const { status, reason, retryAfterMs: pauseMs } = event;
      core.log.info('sip', 'a subscription failed', {
        line: settings().id,
        event: this.#terms.event.name,
        status,
        reason,
        retryAfterMs: pauseMs,
      });
    }
    if (!this.#closed) this.#options.listener(event);
  }

  #forget(): void {
    this.#round++;
    this.#pending?.abandon();
    this.#pending = undefined;
    this.#unexpect?.();
    this.#unexpect = undefined;
  }

  async #send(expiresS: number, round: number): Promise<void> {
    const { context, way, request } = this.#options;
    const { user, domain } = context.settings();
    const uri = request.target ?? addressOfRecord(user, domain);
    const targets = await way(uri);
    const [target] = targets;
    if (round !== this.#round) return;
    if (target === undefined) {
      this.#input({ type: 'failed', status: undefined, reason: 'no address', retryAfterMs: undefined });
      return;
    }
    const attempt: Attempt = { request: this.#request(uri, target, expiresS), askedS: expiresS, sequence: 1 };
    const { callId, from } = attempt.request.headers;
    const localTag = from.parameters.get('tag') ?? '';
    this.#unexpect = context.core.expectedNotifies.expect({ callId, localTag }, (transaction) =>
      this.#firstNotify(transaction, attempt),
    );
    const heard = (event: RequestEvent): void => {
      if (round === this.#round) this.#answered(event, expiresS);
    };
    this.#pending = context.sender.send(attempt.request, { targets }, heard, () => ++attempt.sequence);
  }

  /** Of this program, not of the network: what goes wrong with one subscription is not the end of the phone. */
  #failureOf(round: number): (error: unknown) => void {
    return (error) => {
      this.#options.context.core.log.error('sip', 'subscribing failed', { event: this.#terms.event.name, error });
      if (round === this.#round) this.#input({ type: 'failed', status: undefined, reason: 'internal', retryAfterMs: undefined });
    };
  }

  #request(uri: Uri, target: Target, expiresS: number): SipRequest {
    const { context } = this.#options;
    const { core, settings } = context;
    const { user, domain, displayName } = settings();
    const request = makeRequest({
      method: 'SUBSCRIBE',
      uri,
      from: { displayName, uri: addressOfRecord(user, domain), parameters: new Map([['tag', newTag(core.random)]]) },
      to: { displayName: undefined, uri, parameters: new Map() },
      callId: newCallId(core.random),
      cseqNumber: 1,
      headers: this.#terms.headers(expiresS),
    });
    request.headers.set('Contact', context.contact(target));
    return request;
  }

  #answered(event: RequestEvent, askedS: number): void {
    if (event.type === 'failed') {
      const reason = event.cause === 'timedOut' ? 'no answer' : event.reason;
      this.#input({ type: 'failed', status: undefined, reason, retryAfterMs: undefined });
      return;
    }
    const { status, reason, headers } = event.response;
    if (status < 200) return;
    if (status === 423) this.#input({ type: 'tooBrief', minimumS: minimumExpiresS(headers) });
    else if (status >= 300) this.#input({ type: 'failed', status, reason, retryAfterMs: retryAfterMs(headers) });
    else {
      const lifeS = grantedS(headers, askedS);
      for (const usage of this.#usages) usage.accepted(lifeS);
      this.#input({ type: 'accepted' });
    }
  }

  /** §4.1.2.4, §4.4.1: the NOTIFY makes the dialog, whether or not the 2xx was here before it. */
  #firstNotify(transaction: ServerTransaction, attempt: Attempt): void {
    const { context, request } = this.#options;
    const { core } = context;
    const responder = { random: core.random, capabilities: core.capabilities };
    const keepsForks = request.keepsForks === true;
    if (this.#usages.size >= (keepsForks ? maxForks : 1)) {
      answerWith(responder, transaction, { status: 481 });
      return;
    }
    const refusal = checkNotify(transaction.request, this.#terms.event, this.#terms.accept);
    if (refusal !== undefined) {
      answerWith(responder, transaction, refusal);
      return;
    }
    const usage = new SubscriberUsage({
      context,
      terms: this.#terms,
      dialog: dialogOf(transaction, attempt),
      target: transaction.source,
      askedS: attempt.askedS,
      listener: (event) => this.#report(event),
      ended: (reason, retryMs) => this.#ended(usage, reason, retryMs),
    });
    this.#usages.add(usage);
    this.#input({ type: 'established' });
    usage.open(transaction);
    const body = this.#body;
    if (body === undefined || !this.#usages.has(usage)) return;
    this.#body = undefined;
    usage.refresh(body);
  }

  #ended(usage: SubscriberUsage, reason: string | undefined, retryMs: number | undefined): void {
    const counted = this.#usages.delete(usage);
    if (counted && this.#usages.size === 0 && !this.#closed) {
      this.#input({ type: 'lost', reason: reason ?? 'closed', retryAfterMs: retryMs });
    }
    this.#finishWhenEmpty();
  }

  #finishWhenEmpty(): void {
    if (this.#closed && this.#usages.size === 0) this.#options.closed();
  }
}

/** As the called side (RFC 3261 §12.1.1), but with our own name and number. */
function dialogOf(transaction: ServerTransaction, { request, sequence }: Attempt): Dialog {
  const localTag = request.headers.from.parameters.get('tag') ?? '';
  const dialog = dialogOfRequest(transaction.request, localTag, 'confirmed');
  return { ...dialog, local: request.headers.from, localSequence: sequence };
}

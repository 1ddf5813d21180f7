// A subscription of ours that stands in one dialog (RFC 6665 §4.1): hears NOTIFYs, refreshes in time, unsubscribes.

import type { Dialog } from '../../dialog/dialog.ts';
import { randomFraction } from '../../dialog/identifiers.ts';
import type { SipRequest } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import { minimumExpiresS } from '../request/minimum-expires.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { checkNotify } from './notify-content.ts';
import type { SubscriptionBody, SubscriptionEvent } from './subscription-events.ts';
import { subscriptionStateOf } from './subscription-headers.ts';
import { grantedS, type SubscriptionTerms } from './subscription-terms.ts';
import { UsageDialog } from './usage-dialog.ts';
import {
  newUsage,
  type UsageAction,
  type UsageContext,
  type UsageInput,
  type UsageState,
  usageMachine,
} from './usage-machine.ts';

export interface SubscriberUsageOptions {
  readonly context: CallContext;
  readonly terms: SubscriptionTerms;
  readonly dialog: Dialog;
  readonly target: Target;
  /** What the SUBSCRIBE asked for. */
  readonly askedS: number;
  readonly listener: (event: SubscriptionEvent) => void;
  /** The dialog is gone; see `UsageAction`. */
  readonly ended: (reason: string | undefined, retryAfterMs: number | undefined) => void;
}

/** What the owner says faster than the notifier answers; the newest count. */
const maxBodies = 8;

export class SubscriberUsage implements DialogUser {
  readonly #options: SubscriberUsageOptions;
  readonly #dialog: UsageDialog;
  #state: UsageState;
  #timer: Timer | undefined;
  #pending: PendingRequest | undefined;
  readonly #bodies: SubscriptionBody[] = [];
  /** Counts sendings: what belongs to an earlier one is not heard any more. */
  #round = 0;

  constructor(options: SubscriberUsageOptions) {
    this.#options = options;
    this.#dialog = new UsageDialog(options);
    this.#state = newUsage(options.askedS, this.#context());
  }

  /** With the NOTIFY that made the dialog. */
  open(transaction: ServerTransaction): void {
    this.#dialog.open(this);
    this.#notified(transaction);
  }

  /** The 2xx of the SUBSCRIBE that made the dialog, after its NOTIFY. */
  accepted(expiresS: number): void {
    this.#input({ type: 'accepted', expiresS });
  }

  refresh(body?: SubscriptionBody): void {
    if (body !== undefined) this.#bodies.push(body);
    if (this.#bodies.length > maxBodies) this.#bodies.shift();
    this.#input({ type: 'refreshWanted' });
  }

  leave(): void {
    this.#input({ type: 'unwanted' });
  }

  requestReceived(transaction: ServerTransaction): void {
    if (!this.#dialog.takesInOrder(transaction)) return;
    if (transaction.request.method === 'NOTIFY') this.#notified(transaction);
    else this.#dialog.answer(transaction, 405);
  }

  takesInOrder(transaction: ServerTransaction): boolean {
    return this.#dialog.takesInOrder(transaction);
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.#round++;
    this.#pending?.abandon();
    this.#timer?.cancel();
    this.#state = { name: 'gone' };
    this.#dialog.forget(this);
  }

  #notified(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { terms } = this.#options;
    const refusal = checkNotify(request, terms.event, terms.accept);
    if (refusal !== undefined) {
      this.#dialog.answer(transaction, refusal.status, refusal.headers);
      return;
    }
    this.#dialog.refreshTarget(request.headers);
    this.#dialog.answer(transaction, 200);
    const state = subscriptionStateOf(request.headers);
    // Before the end: a last document is still one.
    if (this.#state.name === 'standing') this.#tell(request);
    this.#input({ type: 'notified', state });
  }

  /** What a listener makes of a hostile document must not spoil the bookkeeping. */
  #tell({ headers, body }: SipRequest): void {
    const { listener, context } = this.#options;
    const contentType = body.length === 0 ? undefined : headers.get('Content-Type');
    try {
      listener({ type: 'notified', contentType, body, headers, notifier: this.#dialog.remoteTag });
    } catch (error) {
      context.core.log.error('sip', 'a listener of a subscription threw', { event: this.#options.terms.event.name, error });
    }
  }

  #input(input: UsageInput): void {
    const step = usageMachine(this.#state, input, this.#context());
    this.#state = step.state;
    if (input.type === 'accepted' || input.type === 'notified') this.#logTerm(step.actions);
    for (const action of step.actions) this.#act(action);
  }

  #logTerm(actions: readonly UsageAction[]): void {
    const { core, settings } = this.#options.context;
    const timer = actions.find(({ type }) => type === 'startTimer');
    if (timer?.type !== 'startTimer' || this.#state.name !== 'standing') return;
    core.log.info('sip', 'the notifier keeps us', {
      line: settings().id,
      event: this.#options.terms.event.name,
      expiresS: Math.round((this.#state.endsAtMs - core.clock.monotonicMs) / 1000),
      refreshAfterMs: Math.round(timer.delayMs),
    });
  }

  #act(action: UsageAction): void {
    const { context, listener, ended } = this.#options;
    switch (action.type) {
      case 'send':
        this.#send(action.expiresS);
        break;
      case 'startTimer':
        this.#timer?.cancel();
        this.#timer = context.core.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#timer?.cancel();
        break;
      case 'reportPhase':
        listener({ type: action.phase === 'active' ? 'activated' : 'pending' });
        break;
      case 'end':
        this.abandon();
        ended(action.reason, action.retryAfterMs);
        break;
    }
  }

  #send(expiresS: number): void {
    const round = ++this.#round;
    this.#pending?.abandon();
    const body = expiresS === 0 ? undefined : this.#bodies.shift();
    this.#pending = this.#dialog.send('SUBSCRIBE', this.#options.terms.headers(expiresS), body, (event) => {
      if (round === this.#round) this.#answered(event, expiresS);
    });
  }

  #answered(event: RequestEvent, askedS: number): void {
    if (event.type === 'failed') {
      this.#input({ type: 'failed', status: undefined, retryAfterMs: undefined });
      return;
    }
    const { response } = event;
    const { status, headers } = response;
    if (status < 200) return;
    if (status === 423) this.#input({ type: 'tooBrief', minimumS: minimumExpiresS(headers) });
    else if (status >= 300) this.#input({ type: 'failed', status, retryAfterMs: retryAfterMs(headers) });
    else {
      this.#dialog.refreshTarget(headers);
      this.#input({ type: 'accepted', expiresS: grantedS(headers, askedS) });
      if (this.#bodies.length > 0) this.#input({ type: 'refreshWanted' });
    }
  }

  #context(): UsageContext {
    const { core, settings } = this.#options.context;
    const { clock, random, timers } = core;
    return {
      nowMs: clock.monotonicMs,
      // Asked for seldom: most NOTIFYs need none.
      get fraction() {
        return randomFraction(random);
      },
      patienceMs: 64 * timers.t1Ms,
      limits: settings().subscriptions,
    };
  }
}

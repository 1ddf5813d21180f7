// The subscriptions of one account: they wait for its registration, go one after the other, and follow it to other servers and addresses.

import type { Uri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import { Subscription } from './subscription.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from './subscription-events.ts';

export interface AccountSubscriptionsOptions {
  readonly context: CallContext;
  /** Resolves to the first hops. */
  readonly way: (target: Uri) => Promise<readonly Target[]>;
}

/** Five hundred watched phones shall not be asked for in the same instant. */
const betweenMs = 10;

export class AccountSubscriptions {
  readonly #options: AccountSubscriptionsOptions;
  readonly #all: Set<Subscription> = new Set();
  /** What is to be done, one at a time. */
  #waiting: (() => void)[] = [];
  #timer: Timer | undefined;
  #mayStart = false;
  /** The address or the server changed since the last registration. */
  #moved = false;

  constructor(options: AccountSubscriptionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.size;
  }

  add(request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void): SubscriptionHandle {
    const { context, way } = this.#options;
    const subscription = new Subscription({ context, request, way, listener, closed: (over) => void this.#all.delete(over) });
    this.#all.add(subscription);
    if (this.#mayStart || context.settings().registration === undefined) this.#later(subscription, () => subscription.start());
    return subscription;
  }

  /** From here on servers know us: those that waited start, and after a move all tell where we are. */
  registered(): void {
    const moved = this.#moved;
    this.#moved = false;
    if (this.#mayStart && !moved) return;
    for (const subscription of this.#all) {
      this.#later(subscription, () => {
        subscription.start();
        if (moved) subscription.relocate();
      });
    }
    this.#mayStart = true;
  }

  /** Our address changed, or another proxy took over: once it has us registered, the notifiers are told. */
  relocate(): void {
    this.#moved = true;
    if (this.#options.context.settings().registration === undefined) this.registered();
  }

  /** The account is about to be another one: its dialogs are ended. */
  pause(): void {
    for (const subscription of this.#all) subscription.pause();
    this.#mayStart = false;
  }

  /** It is; new dialogs are made once it is registered. */
  resume(): void {
    if (this.#options.context.settings().registration === undefined) this.registered();
  }

  /** Another server took over; the dialogs lead by the old one (RFC 3261 §12.2.1.1). */
  serverMoved(): void {
    this.pause();
    const { registration, redundancy } = this.#options.context.settings();
    if (registration === undefined || redundancy?.registersAtBoth === true) this.registered();
  }

  closeAll(): void {
    this.#stopWaiting();
    for (const subscription of [...this.#all]) subscription.close();
  }

  abandon(): void {
    this.#stopWaiting();
    for (const subscription of [...this.#all]) subscription.abandon();
  }

  #later(subscription: Subscription, step: () => void): void {
    this.#waiting.push(() => {
      if (this.#all.has(subscription)) step();
    });
    if (this.#timer === undefined) this.#next();
  }

  #next(): void {
    this.#timer = undefined;
    const step = this.#waiting.shift();
    if (step === undefined) return;
    this.#timer = this.#options.context.core.clock.setTimer(betweenMs, () => this.#next());
    step();
  }

  #stopWaiting(): void {
    this.#waiting = [];
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

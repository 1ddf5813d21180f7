// One appearance that is taken before a call: a subscription to line-seize (BroadWorks SIP Access Side Extensions).

import { readAppearances } from '../../event-package/call-info.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from '../subscription/subscription-events.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { endOfSeizure, taken } from './seizure-end.ts';
import type { Seizure } from './shared-line-settings.ts';

export type Subscribe = (request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void) => SubscriptionHandle;

export interface LineSeizureOptions {
  readonly subscribe: Subscribe;
  readonly asked: number;
  /** Names the appearance; the server wants it in each SUBSCRIBE. */
  readonly headers: HeaderFields;
  /** Once. */
  readonly settled: (seizure: Seizure) => void;
  /** Once, after it was given: the server ended it, because a call has the appearance now or because it took it back. */
  readonly lost: (index: number) => void;
}

/** The interface specification's; the subscription renews itself while somebody dials. */
const seizeS = 15;
/** The server has no such event: appearances are taken by calling. */
const unknownEvent: ReadonlySet<number> = new Set([405, 489, 501]);

export class LineSeizure {
  readonly #options: LineSeizureOptions;
  readonly #subscription: SubscriptionHandle;
  #given: number | undefined;
  #phase: 'asking' | 'given' | 'over' = 'asking';

  constructor(options: LineSeizureOptions) {
    this.#options = options;
    const { subscribe, headers } = options;
    this.#subscription = subscribe({ event: 'line-seize', accept: [], expiresS: seizeS, headers }, (event) => this.#heard(event));
  }

  /** The appearance that it stands for. */
  get index(): number {
    return this.#given ?? this.#options.asked;
  }

  /** The appearance is free again. */
  close(): void {
    this.#phase = 'over';
    this.#subscription.close();
  }

  /** A call has the appearance: an unsubscription would free it, so that the rest is left to run out. */
  abandon(): void {
    this.#phase = 'over';
    this.#subscription.abandon();
  }

  #heard(event: SubscriptionEvent): void {
    if (event.type === 'notified' && !/^terminated/i.test(event.headers.get('Subscription-State') ?? '')) {
      const told = readAppearances(event.headers)[0]?.index;
      this.#give(typeof told === 'number' ? told : this.#options.asked);
    } else if (event.type === 'failed') {
      this.#subscription.close();
      if (event.status !== undefined && unknownEvent.has(event.status)) this.#give(this.#options.asked);
      else this.#end(endOfSeizure(event.status));
    } else if (event.type === 'terminated') {
      this.#subscription.close();
      this.#end(taken);
    }
  }

  #give(index: number): void {
    if (this.#phase !== 'asking') return;
    this.#phase = 'given';
    this.#given = index;
    this.#options.settled({ ok: true, index });
  }

  #end(end: CallEnd): void {
    const phase = this.#phase;
    this.#phase = 'over';
    if (phase === 'asking') this.#options.settled({ ok: false, end });
    else if (phase === 'given') this.#options.lost(this.index);
  }
}

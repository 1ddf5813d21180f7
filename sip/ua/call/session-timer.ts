// Keeps a session from outliving its sides (RFC 4028): refreshes it at half time when that is ours, and ends it when nobody did.

import type { Headers } from '../../message/headers.ts';
import type { Clock, Timer } from '../../ports.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { SessionTimerSettings } from './call-settings.ts';
import {
  answerTo,
  leastIntervalS,
  lifetimeOfResponse,
  minimumOf,
  refusedInterval,
  requestFields,
  type SessionLifetime,
} from './session-timer-rules.ts';

export interface SessionTimerOptions {
  readonly clock: Clock;
  readonly settings: SessionTimerSettings | undefined;
  /** Half of the time is over, or the refresh before failed. */
  readonly refresh: () => void;
  readonly expired: () => void;
}

export class SessionTimer {
  readonly #options: SessionTimerOptions;
  #lifetime: SessionLifetime | undefined;
  #minimumS: number;
  #endsAtMs = 0;
  #refresh: Timer | undefined;
  #end: Timer | undefined;

  constructor(options: SessionTimerOptions) {
    this.#options = options;
    this.#minimumS = Math.max(options.settings?.minimumS ?? 0, leastIntervalS);
  }

  /** For an INVITE or UPDATE of ours. */
  get fields(): HeaderFields {
    return requestFields(this.#options.settings, this.#lifetime, this.#minimumS);
  }

  /** Another took over from the one whose INVITE was refused. */
  raiseMinimum(minimumS: number): void {
    this.#minimumS = Math.max(this.#minimumS, minimumS);
  }

  /** 422 to a request of ours. False: it asks for nothing that we did not offer. */
  takeRefusal(headers: Headers): boolean {
    const minimumS = minimumOf(headers);
    if (minimumS === undefined || minimumS <= this.#minimumS) return false;
    this.#minimumS = minimumS;
    if (this.#lifetime !== undefined && this.#lifetime.intervalS < minimumS) {
      this.#lifetime = { ...this.#lifetime, intervalS: minimumS };
    }
    return true;
  }

  /** A 2xx to an INVITE or UPDATE of ours. */
  takeResponse(headers: Headers): void {
    this.#start(lifetimeOfResponse(headers));
  }

  /** A request of the other side that is to be answered 422. */
  refusalOf(headers: Headers): Refusal | undefined {
    const minimumS = refusedInterval(headers, this.#options.settings);
    return minimumS === undefined ? undefined : { status: 422, headers: [['Min-SE', String(minimumS)]] };
  }

  /** For the 2xx to a request of the other side; the time runs from here. */
  answer(headers: Headers): HeaderFields {
    const answer = answerTo(headers, this.#options.settings);
    this.#start(answer?.lifetime);
    return answer?.fields ?? [];
  }

  /** Our refresh was refused for now: once more before the end. */
  refreshFailed(): void {
    if (this.#lifetime?.refresher !== 'us') return;
    const leftMs = this.#endsAtMs - this.#options.clock.monotonicMs;
    if (leftMs > 2000) this.#startRefresh(leftMs / 2);
  }

  stop(): void {
    this.#refresh?.cancel();
    this.#end?.cancel();
  }

  #start(lifetime: SessionLifetime | undefined): void {
    this.stop();
    this.#lifetime = lifetime;
    if (lifetime === undefined) return;
    const { clock, expired } = this.#options;
    // §10: a little earlier, so that the BYE still finds those who forget the session at its end.
    const lifeMs = (lifetime.intervalS - Math.min(32, lifetime.intervalS / 3)) * 1000;
    this.#endsAtMs = clock.monotonicMs + lifeMs;
    this.#end = clock.setTimer(lifeMs, expired);
    if (lifetime.refresher === 'us') this.#startRefresh((lifetime.intervalS / 2) * 1000);
  }

  #startRefresh(delayMs: number): void {
    // What was refused may have been hold, with the usual refresh still to come: nobody could stop that one any more.
    this.#refresh?.cancel();
    this.#refresh = this.#options.clock.setTimer(delayMs, () => this.#options.refresh());
  }
}

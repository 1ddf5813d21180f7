// So many in so much time, then no more until the time is over: what strangers can set off is bounded by it.

import type { Clock } from '../../ports.ts';

export class RateLimit {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #periodMs: number;
  #count = 0;
  #startedMs = 0;

  constructor(clock: Clock, most: number, periodMs: number) {
    this.#clock = clock;
    this.#most = most;
    this.#periodMs = periodMs;
  }

  get isReached(): boolean {
    this.#renew();
    return this.#count >= this.#most;
  }

  /** False: too many. */
  take(): boolean {
    if (this.isReached) return false;
    this.#count++;
    return true;
  }

  #renew(): void {
    if (this.#clock.monotonicMs - this.#startedMs < this.#periodMs) return;
    this.#startedMs = this.#clock.monotonicMs;
    this.#count = 0;
  }
}

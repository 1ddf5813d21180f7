// How many requests one address may make: so many at once, then so many a second.

import type { Clock } from '../../ports.ts';

interface Bucket {
  left: number;
  filledAtMs: number;
}

/** A page that opens asks for some dozen things; a script that reads all parameters one by one still comes through. */
const burst = 300;
const perSecond = 50;
const mostRemembered = 1000;

export class RateLimit {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False: too many. */
  take(address: string): boolean {
    const nowMs = this.#clock.monotonicMs;
    const before = this.#buckets.get(address);
    const filled = before === undefined ? burst : before.left + ((nowMs - before.filledAtMs) * perSecond) / 1000;
    const left = Math.min(burst, filled) - 1;
    // Re-inserted, so that the first is the one that has been silent longest.
    this.#buckets.delete(address);
    this.#buckets.set(address, { left: Math.max(0, left), filledAtMs: nowMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > mostRemembered && oldest !== undefined) this.#buckets.delete(oldest);
    return left >= 0;
  }
}

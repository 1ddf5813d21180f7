// How fast passwords and codes may be tried: after each failure a longer wait, for the address and for the name that was tried.

import { waitAfterFailuresMs } from '../../console/login.ts';
import type { Clock } from '../../ports.ts';

interface Failures {
  count: number;
  lastAtMs: number;
}

/** Bounded: who comes from a million addresses drives out only what is oldest. */
const mostRemembered = 1000;
/** Then it is forgotten. */
const rememberedMs = 3_600_000;

export class Attempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 0: may be tried now. */
  waitMs(...keys: readonly string[]): number {
    return Math.max(0, ...keys.map((key) => this.#waitOf(key)));
  }

  failed(...keys: readonly string[]): void {
    for (const key of keys) {
      const before = this.#failures.get(key);
      // Re-inserted, so that the map is in the order of the last failure.
      this.#failures.delete(key);
      const fresh = before === undefined || this.#clock.monotonicMs - before.lastAtMs > rememberedMs;
      this.#failures.set(key, { count: fresh ? 1 : before.count + 1, lastAtMs: this.#clock.monotonicMs });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= mostRemembered) break;
      this.#failures.delete(key);
    }
  }

  /** The wait begins with the answer: a machine that took long over it has not waited yet. */
  refused(...keys: readonly string[]): void {
    for (const key of keys) {
      const failures = this.#failures.get(key);
      if (failures !== undefined) failures.lastAtMs = this.#clock.monotonicMs;
    }
  }

  succeeded(...keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(key);
  }

  #waitOf(key: string): number {
    const failures = this.#failures.get(key);
    if (failures === undefined) return 0;
    return failures.lastAtMs + waitAfterFailuresMs(failures.count) - this.#clock.monotonicMs;
  }
}

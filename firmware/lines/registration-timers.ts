// How long each line has been without its registration, for conditions of provisioning rules (`$REGTMR1`).

import type { Clock } from '#sip/ports';
import type { LineSnapshot } from '#ui/line-snapshot';

export class RegistrationTimers {
  readonly #clock: Clock;
  readonly #lostAtMs = new Map<number, number>();
  #lines: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  follow(lines: readonly LineSnapshot[]): void {
    this.#lines = lines.map(({ index }) => index);
    for (const { index, registration } of lines) {
      if (registration.state === 'registered' || registration.state === 'off') this.#lostAtMs.delete(index);
      else if (!this.#lostAtMs.has(index)) this.#lostAtMs.set(index, this.#clock.monotonicMs);
    }
  }

  /** By the line's index; 0 while it is registered, or not in use. */
  get seconds(): readonly number[] {
    const seconds = Array.from({ length: Math.max(2, ...this.#lines.map((index) => index + 1)) }, () => 0);
    for (const [index, lostAtMs] of this.#lostAtMs) {
      if (this.#lines.includes(index)) seconds[index] = Math.max(1, (this.#clock.monotonicMs - lostAtMs) / 1000);
    }
    return seconds;
  }
}

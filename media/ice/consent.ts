// Whether the other side still wants what we send (RFC 7675): asked every few seconds, ended when it has not said so for 30.

import type { Clock, Random, Timer } from '../ports.ts';

export interface ConsentOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** One question; `given` when its answer comes. */
  readonly ask: (given: () => void) => void;
  readonly lost: () => void;
}

/** §5.1. */
const intervalMs = 5000;
const lifetimeMs = 30_000;

export class Consent {
  readonly #options: ConsentOptions;
  #timer: Timer | undefined;
  #givenAtMs = 0;

  constructor(options: ConsentOptions) {
    this.#options = options;
  }

  /** From a check that was answered just now. */
  start(): void {
    this.#givenAtMs = this.#options.clock.monotonicMs;
    this.#wait();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** 80 to 120 % of the interval, so that questions do not come in step. */
  #wait(): void {
    const { clock, random, ask, lost } = this.#options;
    const delayMs = intervalMs * (0.8 + (0.4 * (random.bytes(1)[0] ?? 0)) / 255);
    this.#timer = clock.setTimer(delayMs, () => {
      if (clock.monotonicMs - this.#givenAtMs >= lifetimeMs) {
        lost();
        return;
      }
      this.#wait();
      ask(() => {
        this.#givenAtMs = clock.monotonicMs;
      });
    });
  }
}

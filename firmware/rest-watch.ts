// Since when nobody has touched the phone: tells when one of the times that somebody waits for has passed, and when the rest is over.

import type { Clock, Timer } from '#sip/ports';

export interface RestWatchOptions {
  readonly clock: Clock;
  /** The times of rest after which something happens; read anew whenever the rest begins or one of them has passed. */
  readonly afterMs: () => readonly number[];
  /** 0: somebody is there. */
  readonly rested: (restedMs: number) => void;
}

export class RestWatch {
  readonly #options: RestWatchOptions;
  #sinceMs: number;
  /** While a call goes on nobody rests. */
  #busy = false;
  #timer: Timer | undefined;

  constructor(options: RestWatchOptions) {
    this.#options = options;
    this.#sinceMs = options.clock.monotonicMs;
  }

  /** Somebody did something, or something came that a person has to see. */
  stir(): void {
    this.#sinceMs = this.#options.clock.monotonicMs;
    this.#options.rested(0);
    this.#arm();
  }

  /** Whether something goes on that keeps the phone awake. */
  follow(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.stir();
  }

  /** The times are others now. */
  reconsider(): void {
    this.#options.rested(this.#restedMs());
    this.#arm();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #restedMs(): number {
    return this.#busy ? 0 : this.#options.clock.monotonicMs - this.#sinceMs;
  }

  #arm(): void {
    this.#timer?.cancel();
    if (this.#busy) return;
    const rested = this.#restedMs();
    const next = Math.min(...this.#options.afterMs().filter((ms) => ms > rested));
    if (!Number.isFinite(next)) return;
    this.#timer = this.#options.clock.setTimer(Math.ceil(next - rested), () => {
      this.#options.rested(this.#restedMs());
      this.#arm();
    });
  }
}

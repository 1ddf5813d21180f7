// Goes on trying to open a device that went away, waiting longer each time.

import type { Clock, Timer } from '../ports.ts';

const firstWaitMs = 250;
const longestWaitMs = 4_000;

export class Reopening {
  readonly #clock: Clock;
  readonly #open: () => void;
  #timer: Timer | undefined;
  #waitMs = firstWaitMs;

  /** `open` throws while the device is not there. */
  constructor(clock: Clock, open: () => void) {
    this.#clock = clock;
    this.#open = open;
  }

  start(): void {
    this.#waitMs = firstWaitMs;
    this.#later();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #later(): void {
    this.#timer = this.#clock.setTimer(this.#waitMs, () => this.#try());
  }

  #try(): void {
    try {
      this.#open();
    } catch {
      this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
      this.#later();
    }
  }
}

// The running timers of one transaction, by name; starting one again replaces it.

import type { Clock, Timer } from '../ports.ts';

export class TimerSet<Name extends string> {
  readonly #clock: Clock;
  readonly #expired: (name: Name) => void;
  readonly #running = new Map<Name, Timer>();

  constructor(clock: Clock, expired: (name: Name) => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  start(name: Name, delayMs: number): void {
    this.stop(name);
    const timer = this.#clock.setTimer(delayMs, () => {
      this.#running.delete(name);
      this.#expired(name);
    });
    this.#running.set(name, timer);
  }

  stop(name: Name): void {
    this.#running.get(name)?.cancel();
    this.#running.delete(name);
  }

  stopAll(): void {
    for (const timer of this.#running.values()) timer.cancel();
    this.#running.clear();
  }
}

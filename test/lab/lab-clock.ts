// Real time for the lab. Keeps account of its timers, so that closing the lab leaves nothing that would keep a process alive.

import type { Clock, Timer } from '#sip/ports';

export class LabClock implements Clock {
  readonly #running = new Set<NodeJS.Timeout>();
  #closed = false;

  get monotonicMs(): number {
    return performance.now();
  }

  get wall(): { readonly ms: number; readonly trusted: boolean } {
    return { ms: Date.now(), trusted: true };
  }

  setTimer(delayMs: number, expired: () => void): Timer {
    if (this.#closed) return { cancel: () => {} };
    const timeout = setTimeout(() => {
      this.#running.delete(timeout);
      expired();
    }, delayMs);
    this.#running.add(timeout);
    return {
      cancel: () => {
        clearTimeout(timeout);
        this.#running.delete(timeout);
      },
    };
  }

  close(): void {
    this.#closed = true;
    for (const timeout of this.#running) clearTimeout(timeout);
    this.#running.clear();
  }
}

// The real clock, behind every folder's `Clock` port.

import type { Clock, Timer } from '#sip/ports';

/** A device without a battery clock starts in 1970 or at its image's date: time before this firmware was made is no time. */
const earliestTrustedMs = Date.UTC(2026, 0, 1);

/** A longer one of the runtime's timers expires at once: a registrar that grants a month would be asked without a pause. */
const longestStepMs = 2 ** 31 - 1;

/** Later than this: the phone was kept from running. */
const lateMs = 20;

export class SystemClock implements Clock {
  /** Late timers that let others go first. */
  #waiting = 0;

  get monotonicMs(): number {
    return performance.now();
  }

  get wall(): { readonly ms: number; readonly trusted: boolean } {
    const ms = Date.now();
    return { ms, trusted: ms >= earliestTrustedMs };
  }

  /**
   * The runtime looks at its timers before its sockets: after a stop the answer that has long been there would lose against the
   * patience for it, and a digit against the pause after the one before. A late timer lets what came meanwhile be read first.
   */
  setTimer(delayMs: number, expired: () => void): Timer {
    const dueMs = performance.now() + delayMs;
    let timeout: NodeJS.Timeout | undefined;
    let immediate: NodeJS.Immediate | undefined;
    const wait = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestStepMs);
      timeout = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : expire()), stepMs);
    };
    const leave = (): void => {
      clearImmediate(immediate);
      immediate = undefined;
      this.#waiting -= 1;
    };
    const expire = (): void => {
      // Nobody overtakes who was due before.
      if (this.#waiting === 0 && performance.now() < dueMs + lateMs) {
        expired();
        return;
      }
      this.#waiting += 1;
      immediate = setImmediate(() => {
        leave();
        expired();
      });
    };
    wait(delayMs);
    return {
      cancel: () => {
        clearTimeout(timeout);
        if (immediate !== undefined) leave();
      },
    };
  }
}

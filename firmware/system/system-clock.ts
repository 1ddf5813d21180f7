// The real clock, behind every folder's `Clock` port.

import type { Clock, Timer } from '#sip/ports';

/** A device without a battery clock starts in 1970 or at its image's date: time before this firmware was made is no time. */
const earliestTrustedMs = Date.UTC(2026, 0, 1);

/** A longer one of the runtime's timers expires at once: a registrar that grants a month would be asked without a pause. */
const longestStepMs = 2 ** 31 - 1;

export class SystemClock implements Clock {
  get monotonicMs(): number {
    return performance.now();
  }

  get wall(): { readonly ms: number; readonly trusted: boolean } {
    const ms = Date.now();
    return { ms, trusted: ms >= earliestTrustedMs };
  }

  setTimer(delayMs: number, expired: () => void): Timer {
    let timeout: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestStepMs);
      timeout = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : expired()), stepMs);
    };
    wait(delayMs);
    return { cancel: () => clearTimeout(timeout) };
  }
}

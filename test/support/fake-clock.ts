// Time that stands still until a test moves it; serves every folder's `Clock` port.

import type { Clock, Timer } from '#sip/ports';

interface PendingTimer {
  readonly dueMs: number;
  /** Timers due at the same instant expire in the order in which they were set. */
  readonly order: number;
  readonly expired: () => void;
}

export class FakeClock implements Clock {
  /** What the calendar says; it moves with `advance` and may be set by hand, as a time server would. */
  wall: { ms: number; trusted: boolean } = { ms: Date.UTC(2026, 0, 1), trusted: true };
  #nowMs = 0;
  #order = 0;
  readonly #pending = new Set<PendingTimer>();

  get monotonicMs(): number {
    return this.#nowMs;
  }

  /** For the test that nothing leaks. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  setTimer(delayMs: number, expired: () => void): Timer {
    if (!Number.isFinite(delayMs)) throw new RangeError(`delayMs is ${delayMs}`);
    const timer: PendingTimer = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, expired };
    this.#pending.add(timer);
    return { cancel: () => void this.#pending.delete(timer) };
  }

  /** Lets time pass: every timer that falls due expires at its own instant, those included that were set on the way. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`ms is ${ms}`);
    const endMs = this.#nowMs + ms;
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#pending.delete(next);
      this.#moveTo(next.dueMs);
      next.expired();
    }
    this.#moveTo(endMs);
  }

  /** Time in which nothing runs, as in a process that is stopped: what falls due expires late, when time is let pass again. */
  stall(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`ms is ${ms}`);
    this.#moveTo(this.#nowMs + ms);
  }

  /** Like `advance`, but lets promises settle after each timer: for code that awaits between two timers. */
  async advanceAsync(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`ms is ${ms}`);
    const endMs = this.#nowMs + ms;
    await settle();
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#pending.delete(next);
      this.#moveTo(next.dueMs);
      next.expired();
      await settle();
    }
    this.#moveTo(endMs);
  }

  #next(endMs: number): PendingTimer | undefined {
    let first: PendingTimer | undefined;
    for (const timer of this.#pending) {
      if (timer.dueMs > endMs) continue;
      if (first === undefined || timer.dueMs < first.dueMs || (timer.dueMs === first.dueMs && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }

  #moveTo(ms: number): void {
    // An expired timer may itself have advanced the clock.
    const passedMs = Math.max(0, ms - this.#nowMs);
    this.#nowMs += passedMs;
    this.wall = { ms: this.wall.ms + passedMs, trusted: this.wall.trusted };
  }
}

/** All promise reactions that are queued now, and those that they queue. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

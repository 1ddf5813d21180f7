// Loaded into a phone before its program (`node --import`): its clock then goes on by leaps whenever a test says so. What waited for less than
// the leap comes at once, in its order; the rest waits so much less. It may also stand still between leaps. See phone-time.ts.

import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env['PHONE_TIME'] ?? '';
const real = { setTimeout, clearTimeout, now: Date.now, monotonic: performance.now.bind(performance) };
/** Longer than any test. */
const neverMs = 2 ** 31 - 1;
let moved = read();
/** Since when it stands still. */
let stoodAtMs: number | undefined;

interface Moved {
  /** By which both clocks are ahead. */
  readonly skippedMs: number;
  /** By which the calendar is beside that. */
  readonly shiftMs: number;
  readonly stands: boolean;
}

function read(): Moved {
  return JSON.parse(readFileSync(file, 'utf8')) as Moved;
}

const unmoved = (): number => stoodAtMs ?? real.monotonic();
const now = (): number => unmoved() + moved.skippedMs;

/** What `setTimeout` gives; waits by the moved clock. */
class MovableTimeout {
  readonly #delayMs: number;
  readonly #expired: () => void;
  #real: NodeJS.Timeout;
  #isRef = true;
  dueMs: number;

  constructor(delayMs: number, expired: () => void) {
    this.#delayMs = delayMs;
    this.#expired = expired;
    this.dueMs = now() + delayMs;
    this.#real = this.#arm();
  }

  rearm(): void {
    real.clearTimeout(this.#real);
    this.#real = this.#arm();
    if (!this.#isRef) this.#real.unref();
  }

  refresh(): this {
    this.dueMs = now() + this.#delayMs;
    waiting.add(this);
    this.rearm();
    return this;
  }

  close(): this {
    waiting.delete(this);
    real.clearTimeout(this.#real);
    return this;
  }

  ref(): this {
    this.#isRef = true;
    this.#real.ref();
    return this;
  }

  unref(): this {
    this.#isRef = false;
    this.#real.unref();
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  #arm(): NodeJS.Timeout {
    const waitMs = Math.max(0, this.dueMs - now());
    return real.setTimeout(
      () => {
        waiting.delete(this);
        this.#expired();
      },
      stoodAtMs === undefined || waitMs === 0 ? waitMs : neverMs,
    );
  }
}

const waiting = new Set<MovableTimeout>();

Object.assign(globalThis, {
  setTimeout: (callback: (...values: unknown[]) => void, delayMs = 0, ...values: unknown[]): MovableTimeout => {
    const timeout = new MovableTimeout(Number(delayMs), () => callback(...values));
    waiting.add(timeout);
    return timeout;
  },
  clearTimeout: (timeout: MovableTimeout | NodeJS.Timeout | undefined): void => {
    if (timeout instanceof MovableTimeout) timeout.close();
    else real.clearTimeout(timeout);
  },
});
Date.now = () => Math.round(real.now() - real.monotonic() + unmoved()) + moved.skippedMs + moved.shiftMs;
performance.now = now;

process.on('SIGUSR2', () => {
  moved = read();
  // Whole milliseconds: sums of fractions would leave a rest to wait for.
  stoodAtMs = moved.stands ? Math.ceil(unmoved()) : undefined;
  for (const timeout of [...waiting].sort((a, b) => a.dueMs - b.dueMs)) timeout.rearm();
  // After what was due has come, which may let others go first (system-clock.ts).
  real.setTimeout(() => setImmediate(() => writeFileSync(`${file}.followed`, JSON.stringify(moved))), 5);
});

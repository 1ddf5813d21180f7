// Which keys are down, for drivers that hear of each move: tells a move once, lets go of what is lost, and of what is stuck.

import type { DriverContext } from '../driver.ts';
import type { Timer } from '../ports.ts';
import type { KeyName } from './keys.ts';

/** Nobody holds a key so long; dirt or a bent keypad does. The longest that the phone asks for is far below. */
export const stuckAfterMs = 60_000;

export class KeyPositions {
  readonly #context: Pick<DriverContext, 'clock' | 'log' | 'report'>;
  readonly #down = new Map<KeyName, Timer>();
  readonly #stuck = new Set<KeyName>();

  constructor(context: Pick<DriverContext, 'clock' | 'log' | 'report'>) {
    this.#context = context;
  }

  move(key: KeyName, action: 'down' | 'up', atMs: number): void {
    if (action === 'up') this.#up(key, atMs);
    else this.#press(key, atMs);
  }

  /** Every key that was told to be down comes up, in the order of pressing. */
  release(): void {
    const atMs = this.#context.clock.monotonicMs;
    for (const key of [...this.#down.keys()]) this.#up(key, atMs);
    this.#stuck.clear();
  }

  close(): void {
    for (const timer of this.#down.values()) timer.cancel();
    this.#down.clear();
  }

  #press(key: KeyName, atMs: number): void {
    if (this.#down.has(key) || this.#stuck.has(key)) return;
    const { clock, report } = this.#context;
    this.#down.set(
      key,
      clock.setTimer(stuckAfterMs, () => this.#giveUp(key)),
    );
    report({ type: 'keyMoved', key, action: 'down', atMs });
  }

  #up(key: KeyName, atMs: number): void {
    if (this.#stuck.delete(key)) this.#context.report({ type: 'keyFreed', key });
    const timer = this.#down.get(key);
    if (timer === undefined) return;
    timer.cancel();
    this.#down.delete(key);
    this.#context.report({ type: 'keyMoved', key, action: 'up', atMs });
  }

  #giveUp(key: KeyName): void {
    this.#up(key, this.#context.clock.monotonicMs);
    this.#stuck.add(key);
    this.#context.report({ type: 'keyStuck', key });
  }
}

// Which keys are down, for drivers that hear of each move: tells a move once, and lets go of what is lost.

import type { DriverContext } from '../driver.ts';
import type { KeyName } from './keys.ts';

export class KeyPositions {
  readonly #context: Pick<DriverContext, 'clock' | 'report'>;
  readonly #down = new Set<KeyName>();

  constructor(context: Pick<DriverContext, 'clock' | 'report'>) {
    this.#context = context;
  }

  move(key: KeyName, action: 'down' | 'up', atMs: number): void {
    if (this.#down.has(key) === (action === 'down')) return;
    if (action === 'down') this.#down.add(key);
    else this.#down.delete(key);
    this.#context.report({ type: 'keyMoved', key, action, atMs });
  }

  /** Every key that was told to be down comes up, in the order of pressing. */
  release(): void {
    const atMs = this.#context.clock.monotonicMs;
    for (const key of [...this.#down]) this.move(key, 'up', atMs);
  }
}

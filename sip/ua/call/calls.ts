// All calls of the user agent, so that it can count, move and end them.

import type { Call } from '../user-agent-events.ts';

export interface RelocatableCall extends Call {
  /** Our address changed. */
  relocate(): void;
}

export class Calls {
  readonly #calls: Set<RelocatableCall> = new Set();

  get size(): number {
    return this.#calls.size;
  }

  get incoming(): number {
    let count = 0;
    for (const call of this.#calls) if (call.direction === 'incoming') count++;
    return count;
  }

  add(call: RelocatableCall): void {
    this.#calls.add(call);
  }

  remove(call: RelocatableCall): void {
    this.#calls.delete(call);
  }

  endAll(): void {
    for (const call of [...this.#calls]) call.end();
  }

  [Symbol.iterator](): IterableIterator<RelocatableCall> {
    return [...this.#calls].values();
  }
}

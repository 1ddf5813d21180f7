// All calls of the user agent, so that it can count, move and end them.

import type { Call } from '../user-agent-events.ts';
import type { CallDialog } from './call-dialog.ts';

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

  /** The dialog of a call that stands or is being set up; tags as seen from our side. */
  withDialog(callId: string, localTag: string, remoteTag: string): CallDialog | undefined {
    for (const call of this.#calls) {
      if (call.callId !== callId) continue;
      const found = call.dialogs.find(({ dialog }) => dialog.localTag === localTag && dialog.remoteTag === remoteTag);
      if (found !== undefined && found.state !== 'terminated') return found;
    }
    return undefined;
  }

  endAll(): void {
    for (const call of [...this.#calls]) call.end();
  }

  [Symbol.iterator](): IterableIterator<RelocatableCall> {
    return [...this.#calls].values();
  }
}

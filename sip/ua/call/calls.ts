// All calls of the user agent, so that it can count, move and end them.

import { dialogKey } from '../../dialog/dialog.ts';
import type { ReplacesTarget } from '../../message/replaces.ts';
import type { Call, CallEvent } from '../user-agent-events.ts';
import type { CallDialog } from './call-dialog.ts';

export interface RelocatableCall extends Call {
  /** Our address changed. */
  relocate(): void;
}

/** Who keeps account of what all calls do. */
export interface CallsWatcher {
  added(call: Call, accountId: string): void;
  heard(call: Call, event: CallEvent): void;
  removed(call: Call): void;
}

/** RFC 3891 §3 tells calls that are over from those that never were; so many are remembered. */
const maxEnded = 32;

export class Calls {
  readonly #calls: Set<RelocatableCall> = new Set();
  /** Those that watchers hear of, too. */
  readonly #seen: Set<Call> = new Set();
  readonly #ended: Set<string> = new Set();
  readonly #watchers: readonly CallsWatcher[];

  constructor(watchers: readonly CallsWatcher[]) {
    this.#watchers = watchers;
  }

  get size(): number {
    return this.#calls.size;
  }

  get incoming(): number {
    let count = 0;
    for (const call of this.#calls) if (call.direction === 'incoming') count++;
    return count;
  }

  /** Without a word to the watchers: it is ended and moved as all are. */
  addUnseen(call: RelocatableCall): void {
    this.#calls.add(call);
  }

  add(call: RelocatableCall, accountId: string): void {
    this.#calls.add(call);
    this.#seen.add(call);
    for (const watcher of this.#watchers) watcher.added(call, accountId);
  }

  /** What a call tells its owner. */
  heard(call: Call, event: CallEvent): void {
    if (this.#seen.has(call)) for (const watcher of this.#watchers) watcher.heard(call, event);
  }

  remove(call: RelocatableCall): void {
    if (!this.#calls.delete(call)) return;
    if (this.#seen.delete(call)) for (const watcher of this.#watchers) watcher.removed(call);
    for (const { dialog } of call.dialogs) this.#ended.add(dialogKey(dialog.callId, dialog.localTag, dialog.remoteTag));
    for (const oldest of this.#ended) if (this.#ended.size > maxEnded) this.#ended.delete(oldest);
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

  /** Not long ago. */
  hasEnded({ callId, toTag, fromTag }: ReplacesTarget): boolean {
    return this.#ended.has(dialogKey(callId, toTag, fromTag));
  }

  endAll(): void {
    for (const call of [...this.#calls]) call.end();
  }

  [Symbol.iterator](): IterableIterator<RelocatableCall> {
    return [...this.#calls].values();
  }
}

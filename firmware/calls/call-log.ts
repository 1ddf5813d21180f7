// The call log: the newest calls, kept in the store over restart and power loss.

import type { Collection } from '#config/collection';
import type { Clock } from '#sip/ports';
import type { CallLogEntry } from '#ui/phone';

/** What is kept of one call; the record's id is the entry's. */
export type LoggedCall = Omit<CallLogEntry, 'id'>;

/** Of each kind; then the oldest of that kind goes. */
const mostOfKind = 100;

/** For all kinds together. */
export const mostCalls: number = 5 * mostOfKind;

/** How far the person has looked: the newest entry that was there when the missed calls were opened. */
export type LookedAt = { readonly upTo: number };

export interface CallLogOptions {
  readonly clock: Clock;
  readonly calls: Collection<LoggedCall>;
  /** One record is enough. */
  readonly lookedAt: Collection<LookedAt>;
}

export class CallLog {
  readonly #options: CallLogOptions;

  constructor(options: CallLogOptions) {
    this.#options = options;
  }

  /** Newest first; the same array until something changes. */
  get entries(): readonly CallLogEntry[] {
    return this.#options.calls.list();
  }

  /** Missed calls that nobody has looked at. */
  get missed(): number {
    const upTo = this.#options.lookedAt.list()[0]?.upTo ?? 0;
    return this.entries.filter((entry) => entry.kind === 'missed' && entry.id > upTo).length;
  }

  get newestDialed(): CallLogEntry | undefined {
    return this.entries.find((entry) => entry.kind === 'dialed');
  }

  /** `startedAtMs` is on the monotonic clock. */
  add(
    call: Pick<LoggedCall, 'kind' | 'line' | 'remote' | 'durationMs' | 'codec' | 'grade'> & { readonly startedAtMs: number },
  ): void {
    const { kind, line, remote, startedAtMs, codec, grade } = call;
    const { clock, calls } = this.#options;
    const { ms, trusted } = clock.wall;
    const atMs = Math.round(ms - (clock.monotonicMs - startedAtMs));
    const sound = { ...(codec === undefined ? {} : { codec }), ...(grade === undefined ? {} : { grade }) };
    calls.add({ kind, line, remote, atMs, timeTrusted: trusted, durationMs: Math.round(call.durationMs), ...sound });
    const oldest = calls.list().filter((entry) => entry.kind === kind)[mostOfKind];
    if (oldest !== undefined) calls.delete(oldest.id);
  }

  markSeen(): void {
    const newest = this.entries[0];
    if (newest !== undefined && this.missed > 0) this.#options.lookedAt.add({ upTo: newest.id });
  }

  delete(id: number): void {
    this.#options.calls.delete(id);
  }

  clear(): void {
    this.#options.calls.clear();
  }
}

// The call log: the newest calls, kept in the store over restart and power loss.

import type { RecordCollection } from '#config/records';
import type { Clock } from '#sip/ports';
import type { CallLogEntry, CallLogKind, LineIndex, Party } from '#ui/phone';

/** What is kept of one call; the record's id is the entry's. */
export interface LoggedCall {
  readonly kind: CallLogKind;
  readonly line: LineIndex;
  readonly remote: Party;
  readonly atMs: number;
  readonly timeTrusted: boolean;
  readonly durationMs: number;
  readonly seen: boolean;
}

export class CallLog {
  readonly #clock: Clock;
  readonly #records: RecordCollection<LoggedCall>;
  #entries: readonly CallLogEntry[] | undefined;
  #missed: number | undefined;

  constructor(clock: Clock, records: RecordCollection<LoggedCall>) {
    this.#clock = clock;
    this.#records = records;
  }

  /** Newest first; the same array until something changes. */
  get entries(): readonly CallLogEntry[] {
    this.#entries ??= this.#records
      .list()
      .map(({ id, value: { seen: _seen, ...entry } }) => ({ id, ...entry }))
      .toReversed();
    return this.#entries;
  }

  /** Missed calls that nobody has looked at. */
  get missed(): number {
    this.#missed ??= this.#records.list().filter(({ value }) => value.kind === 'missed' && !value.seen).length;
    return this.#missed;
  }

  get newestDialed(): CallLogEntry | undefined {
    return this.entries.find((entry) => entry.kind === 'dialed');
  }

  /** `startedAtMs` is on the monotonic clock. */
  add(call: Pick<LoggedCall, 'kind' | 'line' | 'remote' | 'durationMs'> & { readonly startedAtMs: number }): void {
    const { kind, line, remote, durationMs, startedAtMs } = call;
    const { ms, trusted } = this.#clock.wall;
    const atMs = Math.round(ms - (this.#clock.monotonicMs - startedAtMs));
    this.#records.add({
      kind,
      line,
      remote,
      atMs,
      timeTrusted: trusted,
      durationMs: Math.round(durationMs),
      seen: kind !== 'missed',
    });
    this.#forget();
  }

  markSeen(): void {
    for (const { id, value } of this.#records.list()) {
      if (!value.seen) this.#records.replace(id, { ...value, seen: true });
    }
    this.#forget();
  }

  delete(id: number): void {
    this.#records.delete(id);
    this.#forget();
  }

  clear(): void {
    this.#records.clear();
    this.#forget();
  }

  #forget(): void {
    this.#entries = undefined;
    this.#missed = undefined;
  }
}

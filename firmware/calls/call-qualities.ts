// Asks the media core every second how the calls sound that are up, and keeps what it tells for the snapshot.

import type { SessionStatistics } from '#media/session-statistics';
import type { Clock, Timer } from '#sip/ports';
import type { CallQuality } from '#ui/call-quality';
import type { CallId, CallLogEntry, CallSnapshot } from '#ui/phone';
import { gradeOf, type Heard, heardOf } from './quality-grade.ts';

export interface CallQualitiesOptions {
  readonly clock: Clock;
  /** Answered by `reported`. */
  readonly ask: (call: CallId) => void;
  readonly changed: () => void;
}

interface Followed {
  /** Of the last seconds, oldest first. */
  readonly heard: readonly Heard[];
  readonly quality: CallQuality | undefined;
}

const everyMs = 1000;
/** Seconds that a grade is made of: one bad moment is none. */
const judged = 5;

export class CallQualities {
  readonly #options: CallQualitiesOptions;
  readonly #followed = new Map<CallId, Followed>();
  #asked: readonly CallId[] = [];
  #snapshots: readonly CallQuality[] = [];
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: CallQualitiesOptions) {
    this.#options = options;
  }

  /** The same array until something changed. */
  get snapshots(): readonly CallQuality[] {
    return this.#snapshots;
  }

  /** How the call sounded at last, for its log. */
  lastOf(call: CallId): Pick<CallLogEntry, 'grade'> {
    const grade = this.#followed.get(call)?.quality?.grade;
    return grade === undefined ? {} : { grade };
  }

  /** Nobody asks while no call is up. */
  follow(calls: readonly CallSnapshot[]): void {
    if (this.#closed) return;
    this.#asked = calls.filter(({ state }) => state === 'active').map(({ id }) => id);
    // Who looks while a call is on hold sees how it was.
    const kept = calls.filter(({ state }) => state === 'active' || state === 'held').map(({ id }) => id);
    for (const call of this.#followed.keys()) if (!kept.includes(call)) this.#followed.delete(call);
    for (const call of kept) if (!this.#followed.has(call)) this.#followed.set(call, { heard: [], quality: undefined });
    if (this.#asked.length === 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
    } else {
      this.#timer ??= this.#later();
    }
    this.#show();
  }

  /** Also unasked. */
  reported(call: CallId, statistics: SessionStatistics): void {
    const followed = this.#followed.get(call);
    if (followed === undefined) return;
    const now = heardOf(statistics);
    const before = followed.heard[0] ?? now;
    const quality = qualityOf(call, statistics, gradeOf(before, now, statistics.roundTripMs) ?? followed.quality?.grade);
    this.#followed.set(call, { heard: [...followed.heard, now].slice(-judged), quality });
    if (this.#show()) this.#options.changed();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #later(): Timer {
    return this.#options.clock.setTimer(everyMs, () => {
      this.#timer = this.#later();
      for (const call of this.#asked) this.#options.ask(call);
    });
  }

  #show(): boolean {
    const shown = [...this.#followed.values()].map(({ quality }) => quality).filter((quality) => quality !== undefined);
    if (shown.length === this.#snapshots.length && shown.every((quality, index) => quality === this.#snapshots[index]))
      return false;
    this.#snapshots = shown;
    return true;
  }
}

function qualityOf(call: CallId, statistics: SessionStatistics, grade: CallQuality['grade']): CallQuality {
  const { heard, remoteHeard } = statistics;
  return {
    call,
    grade,
    score: heard?.conversationalScore,
    rating: heard?.rating,
    lossShare: heard?.lossRate,
    lateShare: heard?.discardRate,
    jitterMs: statistics.jitterMs,
    roundTripMs: statistics.roundTripMs,
    bufferMs: statistics.bufferDelayMs,
    packetsSent: statistics.packetsSent,
    packetsReceived: statistics.packetsReceived,
    packetsLost: statistics.packetsLost,
    bytesSent: statistics.bytesSent,
    bytesReceived: statistics.bytesReceived,
    remoteLossShare: remoteHeard?.lossRate ?? statistics.remoteLossFraction,
    remoteScore: remoteHeard?.conversationalScore,
  };
}

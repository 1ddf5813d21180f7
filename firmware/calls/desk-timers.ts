// The desk's clockwork: what happens when nobody does anything. Set from the state after each step.

import type { Clock, Timer } from '#sip/ports';
import type { CallId } from '#ui/phone';
import type { DeskInput, DeskSettings } from './desk-messages.ts';
import type { DeskCall, DeskState } from './desk-state.ts';

/** How long the screen shows why a call ended. */
const endedCallShownMs = 3000;
/** How long the sound of an answer without a hand lasts. */
const autoAnswerSoundMs = 700;
/** Long enough to know a ring: its sounding part, and that it rests. */
const triedRingMs = 4000;

type OfCall = 'callUnanswered' | 'forwardingDue' | 'autoAnswerDue' | 'endedCallExpired';

/** The administrator's times, `voip/dialing/*`. */
export interface DeskTimes {
  readonly firstDigitMs: number;
  readonly interdigitMs: number;
  /** After a number that the line's dial plan takes as it is, though more could follow. */
  readonly completeMs: number;
  readonly unansweredMs: number;
  /** How long a call rings before forwarding sends it on. */
  readonly forwardAfterMs: number;
  /** `voip/dialing/auto_dialing/*`: dialled when the line was opened and nothing typed for the time. */
  readonly automatic: { readonly number: string; readonly afterMs: number } | undefined;
}

export interface DeskTimersOptions {
  readonly clock: Clock;
  readonly times: () => DeskTimes;
  readonly planned: NonNullable<DeskSettings['planned']>;
  readonly report: (input: DeskInput) => void;
}

export class DeskTimers {
  readonly #options: DeskTimersOptions;
  readonly #ofCalls: Readonly<Record<OfCall, Map<CallId, Timer>>> = {
    callUnanswered: new Map(),
    forwardingDue: new Map(),
    autoAnswerDue: new Map(),
    endedCallExpired: new Map(),
  };
  #toldOf: DeskState['toldOf'];
  #toldTimer: Timer | undefined;
  #triedRing: DeskState['triedRing'];
  #triedTimer: Timer | undefined;
  #dialing: DeskState['dialing'];
  #dialingTimer: Timer | undefined;
  #closed = false;

  constructor(options: DeskTimersOptions) {
    this.#options = options;
  }

  follow(state: DeskState): void {
    if (this.#closed) return;
    const { unansweredMs, forwardAfterMs } = this.#options.times();
    const incoming = state.calls.filter((call) => call.state === 'incoming');
    const byItself = incoming.filter((call) => call.answersAfterMs !== undefined);
    const ended = state.calls.filter((call) => call.state === 'ended');
    this.#keep('callUnanswered', incoming, () => unansweredMs);
    this.#keep('forwardingDue', state.forwarding.noAnswer.on ? incoming : [], () => forwardAfterMs);
    this.#keep('autoAnswerDue', byItself, (call) => call.answersAfterMs ?? 0);
    this.#keep('endedCallExpired', ended, () => endedCallShownMs);
    if (state.toldOf !== this.#toldOf) this.#followTold(state.toldOf);
    if (state.triedRing !== this.#triedRing) this.#followTriedRing(state.triedRing);
    if (state.dialing !== this.#dialing) this.#followDialing(state.dialing);
  }

  /** What calls still report afterwards starts nothing any more. */
  close(): void {
    this.#closed = true;
    for (const timers of Object.values(this.#ofCalls)) for (const timer of timers.values()) timer.cancel();
    this.#toldTimer?.cancel();
    this.#triedTimer?.cancel();
    this.#dialingTimer?.cancel();
  }

  /** One timer for each of the calls, none for others. */
  #keep(type: OfCall, calls: readonly DeskCall[], delayMs: (call: DeskCall) => number): void {
    const timers = this.#ofCalls[type];
    const { clock, report } = this.#options;
    for (const [id, timer] of timers) {
      if (calls.some((call) => call.id === id)) continue;
      timer.cancel();
      timers.delete(id);
    }
    for (const call of calls) {
      if (timers.has(call.id)) continue;
      timers.set(
        call.id,
        clock.setTimer(delayMs(call), () => report({ type, call: call.id })),
      );
    }
  }

  #followTold(toldOf: DeskState['toldOf']): void {
    this.#toldOf = toldOf;
    this.#toldTimer?.cancel();
    const { clock, report } = this.#options;
    this.#toldTimer = undefined;
    if (toldOf === undefined) return;
    this.#toldTimer = clock.setTimer(autoAnswerSoundMs, () => report({ type: 'autoAnswerTold' }));
  }

  #followTriedRing(ring: DeskState['triedRing']): void {
    this.#triedRing = ring;
    this.#triedTimer?.cancel();
    const { clock, report } = this.#options;
    this.#triedTimer = ring === undefined ? undefined : clock.setTimer(triedRingMs, () => report({ type: 'ringTried' }));
  }

  /** On-hook nobody is hurried: the number waits for the Dial key. */
  #followDialing(dialing: DeskState['dialing']): void {
    this.#dialing = dialing;
    this.#dialingTimer?.cancel();
    this.#dialingTimer = undefined;
    if (dialing?.offHook !== true) return;
    const { firstDigitMs, interdigitMs, automatic } = this.#options.times();
    const { clock, report } = this.#options;
    if (dialing.number === '' && automatic !== undefined) {
      const { number, afterMs } = automatic;
      this.#dialingTimer = clock.setTimer(afterMs, () => report({ type: 'dial', number, line: dialing.line }));
      return;
    }
    const delayMs = dialing.number === '' ? firstDigitMs : this.#pauseAfter(dialing, interdigitMs);
    this.#dialingTimer = clock.setTimer(delayMs, () => report({ type: 'dialingTimedOut' }));
  }

  #pauseAfter({ line, number }: NonNullable<DeskState['dialing']>, interdigitMs: number): number {
    const planned = line === undefined ? undefined : this.#options.planned(line, number);
    if (planned?.type !== 'open') return interdigitMs;
    return planned.waitMs ?? (planned.number === undefined ? interdigitMs : this.#options.times().completeMs);
  }
}

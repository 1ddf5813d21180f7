// The desk's clockwork: what happens when nobody does anything. Set from the state after each step.

import type { Clock, Timer } from '#sip/ports';
import type { CallId } from '#ui/phone';
import type { DeskInput } from './desk-messages.ts';
import type { DeskState } from './desk-state.ts';

/** How long the screen shows why a call ended (look.md: 3 s). */
const endedCallShownMs = 3000;

/** The administrator's times, `voip/dialing/*`. */
export interface DeskTimes {
  readonly firstDigitMs: number;
  readonly interdigitMs: number;
  readonly unansweredMs: number;
  /** `voip/dialing/auto_dialing/*`: dialled when the line was opened and nothing typed for the time. */
  readonly automatic: { readonly number: string; readonly afterMs: number } | undefined;
}

export interface DeskTimersOptions {
  readonly clock: Clock;
  readonly times: () => DeskTimes;
  readonly report: (input: DeskInput) => void;
}

export class DeskTimers {
  readonly #options: DeskTimersOptions;
  readonly #unanswered = new Map<CallId, Timer>();
  readonly #ended = new Map<CallId, Timer>();
  #dialing: DeskState['dialing'];
  #dialingTimer: Timer | undefined;
  #closed = false;

  constructor(options: DeskTimersOptions) {
    this.#options = options;
  }

  follow(state: DeskState): void {
    if (this.#closed) return;
    const incoming = state.calls.filter((call) => call.state === 'incoming').map((call) => call.id);
    const ended = state.calls.filter((call) => call.state === 'ended').map((call) => call.id);
    this.#keep(this.#unanswered, incoming, this.#options.times().unansweredMs, 'callUnanswered');
    this.#keep(this.#ended, ended, endedCallShownMs, 'endedCallExpired');
    if (state.dialing !== this.#dialing) this.#followDialing(state.dialing);
  }

  /** What calls still report afterwards starts nothing any more. */
  close(): void {
    this.#closed = true;
    for (const timer of [...this.#unanswered.values(), ...this.#ended.values()]) timer.cancel();
    this.#dialingTimer?.cancel();
  }

  /** One timer for each of the calls, none for others. */
  #keep(
    timers: Map<CallId, Timer>,
    calls: readonly CallId[],
    delayMs: number,
    type: 'callUnanswered' | 'endedCallExpired',
  ): void {
    for (const [call, timer] of timers) {
      if (calls.includes(call)) continue;
      timer.cancel();
      timers.delete(call);
    }
    for (const call of calls) {
      if (timers.has(call)) continue;
      timers.set(
        call,
        this.#options.clock.setTimer(delayMs, () => this.#options.report({ type, call })),
      );
    }
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
    const delayMs = dialing.number === '' ? firstDigitMs : interdigitMs;
    this.#dialingTimer = clock.setTimer(delayMs, () => report({ type: 'dialingTimedOut' }));
  }
}

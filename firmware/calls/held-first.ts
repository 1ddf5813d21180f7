// Lets a transfer wait until the call that it goes to is on hold (SPA `Hold_Target_Before_REFER`).

import type { Clock, Timer } from '#sip/ports';
import type { CallEvent } from '#sip/ua/user-agent-events';
import type { CallId } from '#ui/phone';

export interface HeldFirstOptions {
  readonly clock: Clock;
  readonly enabled: () => boolean;
}

/** Nobody waits longer for a transfer: an answer may be late, and a hold that is one already gets none. */
const patienceMs = 4000;

export class HeldFirst {
  readonly #options: HeldFirstOptions;
  /** Asked to be held, and not answered. */
  readonly #asked: Set<CallId> = new Set();
  readonly #waiting: Map<CallId, { readonly go: () => void; readonly patience: Timer }> = new Map();

  constructor(options: HeldFirstOptions) {
    this.#options = options;
  }

  asked(call: CallId): void {
    this.#asked.add(call);
  }

  /** At once when nobody is to wait, or nothing is under way. */
  when(call: CallId, go: () => void): void {
    const { clock, enabled } = this.#options;
    if (!enabled() || !this.#asked.has(call) || this.#waiting.has(call)) go();
    else this.#waiting.set(call, { go, patience: clock.setTimer(patienceMs, () => this.#settled(call)) });
  }

  /** A hold that is refused keeps no transfer back, nor does a call that is over. */
  heard(call: CallId, event: CallEvent): void {
    const isHeld =
      event.type === 'mediaChanged' && (event.media.direction === 'sendonly' || event.media.direction === 'inactive');
    if (isHeld || event.type === 'mediaChangeFailed' || event.type === 'ended') this.#settled(call);
  }

  #settled(call: CallId): void {
    this.#asked.delete(call);
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    waiting?.patience.cancel();
    waiting?.go();
  }
}

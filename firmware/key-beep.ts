// The short sound of a key that goes down, from where the phone rings. A ring that sounds is left alone.

import type { Ring } from '#media/messages';
import type { Clock, Timer } from '#sip/ports';

const beepMs = 30;
const longMs = 3_600_000;

/** One stroke, then a rest for longer than anybody waits. */
const beep: Ring = {
  sound: { sections: [{ segments: [{ parts: [{ frequencyHz: 1000, levelDbm0: -20 }], durationMs: beepMs }], durationMs: 0 }] },
  cadence: [
    {
      segments: [
        { sounding: true, durationMs: beepMs },
        { sounding: false, durationMs: longMs },
      ],
      durationMs: 0,
    },
  ],
  riseMs: 0,
};

export interface KeyBeepOptions {
  readonly clock: Clock;
  readonly enabled: () => boolean;
  /** Where it sounds; false: something else sounds there. */
  readonly play: (ring: Ring) => boolean;
  readonly stop: () => void;
}

export class KeyBeep {
  readonly #options: KeyBeepOptions;
  #timer: Timer | undefined;

  constructor(options: KeyBeepOptions) {
    this.#options = options;
  }

  press(): void {
    const { clock, enabled, play, stop } = this.#options;
    if (!enabled() || !play(beep)) return;
    this.#timer?.cancel();
    this.#timer = clock.setTimer(2 * beepMs, stop);
  }

  close(): void {
    this.#timer?.cancel();
  }
}

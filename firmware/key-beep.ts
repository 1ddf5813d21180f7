// The short sound of a key that goes down, and of one that cannot do anything, from where the phone rings. A ring that sounds is left alone.

import type { Ring, Tone } from '#media/messages';
import type { Clock, Timer } from '#sip/ports';

const beepMs = 30;
const longMs = 3_600_000;
const longestAlertMs = 2000;

const beep: Tone = {
  sections: [{ segments: [{ parts: [{ frequencyHz: 1000, levelDbm0: -20 }], durationMs: beepMs }], durationMs: 0 }],
};

/** One stroke, then a rest for longer than anybody waits. */
function once(sound: Tone, durationMs: number): Ring {
  const segments = [
    { sounding: true, durationMs },
    { sounding: false, durationMs: longMs },
  ];
  return { sound, cadence: [{ segments, durationMs: 0 }], riseMs: 0 };
}

/** Of all sections; one for ever is cut. */
function lengthMs({ sections }: Tone): number {
  const whole = sections.reduce((sum, { durationMs }) => sum + (durationMs === 0 ? longestAlertMs : durationMs), 0);
  return Math.min(longestAlertMs, whole);
}

export interface KeyBeepOptions {
  readonly clock: Clock;
  readonly enabled: () => boolean;
  /** Of a key that cannot do anything; undefined: none. */
  readonly alertTone: () => Tone | undefined;
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
    if (this.#options.enabled()) this.#play(beep, beepMs);
  }

  /** A key that cannot do anything. */
  alert(): void {
    const tone = this.#options.alertTone();
    if (tone !== undefined && tone.sections.length > 0) this.#play(tone, lengthMs(tone));
  }

  #play(tone: Tone, durationMs: number): void {
    const { clock, play, stop } = this.#options;
    if (!play(once(tone, durationMs))) return;
    this.#timer?.cancel();
    this.#timer = clock.setTimer(durationMs + beepMs, stop);
  }

  close(): void {
    this.#timer?.cancel();
  }
}

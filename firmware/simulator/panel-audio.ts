// The simulated sound card as the panel wants it: files and live sound in, the last or next seconds out.

import type { PanelAudio, Pcm } from '#hal/simulator/panel-sources';
import type { Clock } from '#sip/ports';

type Place = 'earpiece' | 'speaker';

/** The media core's simulated device. Positions count samples since it was opened. */
export interface SimulatedSound {
  readonly sampleRateHz: number;
  setMicrophone(samples: Int16Array, loop: boolean): void;
  feedMicrophone(samples: Int16Array): void;
  position(place: Place): number;
  /** What was played from that sample on; silence where nothing was or where it is forgotten. */
  read(place: Place, from: number, count: number): Int16Array;
}

const ringSeconds = 60;
const chunkMs = 20;

export class SimulatedPanelAudio implements PanelAudio {
  readonly #sound: SimulatedSound;
  readonly #clock: Clock;

  constructor(sound: SimulatedSound, clock: Clock) {
    this.#sound = sound;
    this.#clock = clock;
  }

  get microphoneRateHz(): number {
    return this.#sound.sampleRateHz;
  }

  playMicrophone({ samples }: Pcm, loop: boolean): void {
    this.#sound.setMicrophone(samples, loop);
  }

  feedMicrophone({ samples }: Pcm): void {
    this.#sound.feedMicrophone(samples);
  }

  last(place: Place, seconds: number): Pcm {
    const count = this.#count(seconds);
    const end = this.#sound.position(place);
    const known = Math.min(count, end);
    const samples = new Int16Array(count);
    samples.set(this.#sound.read(place, end - known, known), count - known);
    return this.#pcm(samples);
  }

  async next(place: Place, seconds: number, signal: AbortSignal): Promise<Pcm> {
    const count = this.#count(seconds);
    const from = this.#sound.position(place);
    while (this.#sound.position(place) < from + count) {
      const missing = from + count - this.#sound.position(place);
      await this.#wait(Math.max(10, (missing / this.#sound.sampleRateHz) * 1000), signal);
    }
    return this.#pcm(this.#sound.read(place, from, count));
  }

  listen(chunk: (place: Place, sound: Pcm) => void): () => void {
    const heard = { earpiece: this.#sound.position('earpiece'), speaker: this.#sound.position('speaker') };
    let timer = this.#clock.setTimer(chunkMs, () => tick());
    const tick = (): void => {
      timer = this.#clock.setTimer(chunkMs, tick);
      for (const place of ['earpiece', 'speaker'] as const) {
        const now = this.#sound.position(place);
        // A listener that slept hears the present, not the past.
        const from = Math.max(heard[place], now - this.#count(0.2));
        heard[place] = now;
        if (now > from) chunk(place, this.#pcm(this.#sound.read(place, from, now - from)));
      }
    };
    return () => timer.cancel();
  }

  #count(seconds: number): number {
    return Math.round(Math.min(seconds, ringSeconds) * this.#sound.sampleRateHz);
  }

  #pcm(samples: Int16Array): Pcm {
    return { sampleRateHz: this.#sound.sampleRateHz, samples };
  }

  #wait(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = (): void => {
        timer.cancel();
        reject(signal.reason);
      };
      const timer = this.#clock.setTimer(delayMs, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

// The simulated device's sound in the shape in which a person's page wants it: clips, live chunks, what was and will be heard.

import type { Place } from './native.ts';
import type { Clock, Timer } from './ports.ts';
import type { SimulatedSound } from './simulated-sound.ts';

/** 16-bit mono PCM. */
export interface Pcm {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

const RING_S = 60;
const CHUNK_MS = 20;
/** A listener that was held up longer than this goes on with now. */
const MOST_BEHIND_MS = 500;
const PLACES = ['earpiece', 'speaker'] as const;

/** Satisfies `PanelAudio` of `hal/simulator/panel-sources.ts`. */
export class PanelSound {
  readonly #sound: SimulatedSound;
  readonly #clock: Clock;

  constructor(sound: SimulatedSound, clock: Clock) {
    this.#sound = sound;
    this.#clock = clock;
  }

  playMicrophone(sound: Pcm, loop: boolean): void {
    this.#sound.setMicrophone(sound.samples, loop, sound.sampleRateHz);
  }

  feedMicrophone(sound: Pcm): void {
    this.#sound.feedMicrophone(sound.samples, sound.sampleRateHz);
  }

  /** Led by silence when less was played since start. */
  last(place: Place, seconds: number): Pcm {
    const count = this.#samples(Math.min(seconds, RING_S));
    const end = this.#sound.position(place);
    const led = new Int16Array(count);
    const heard = this.#sound.read(place, Math.max(0, end - count), Math.min(count, end));
    led.set(heard, count - heard.length);
    return this.#pcm(led);
  }

  next(place: Place, seconds: number, signal: AbortSignal): Promise<Pcm> {
    const count = this.#samples(Math.min(seconds, RING_S));
    const from = this.#sound.position(place);
    return new Promise((resolve, reject) => {
      let timer: Timer | undefined;
      const given = (): void => {
        timer?.cancel();
        reject(new DOMException('the request was given up', 'AbortError'));
      };
      if (signal.aborted) {
        given();
        return;
      }
      signal.addEventListener('abort', given, { once: true });
      const look = (): void => {
        const left = from + count - this.#sound.position(place);
        if (left > 0) {
          timer = this.#clock.setTimer(Math.max(CHUNK_MS / 2, this.#milliseconds(left)), look);
          return;
        }
        signal.removeEventListener('abort', given);
        resolve(this.#pcm(this.#sound.read(place, from, count)));
      };
      look();
    });
  }

  /** 20 ms chunks of what is heard from now on. Returns the way to stop. */
  listen(chunk: (place: Place, sound: Pcm) => void): () => void {
    const count = this.#samples(CHUNK_MS / 1000);
    const next: Record<Place, number> = { earpiece: this.#sound.position('earpiece'), speaker: this.#sound.position('speaker') };
    let timer: Timer | undefined;
    const look = (): void => {
      for (const place of PLACES) {
        const end = this.#sound.position(place);
        if (this.#milliseconds(end - next[place]) > MOST_BEHIND_MS) next[place] = end - count;
        for (; next[place] + count <= end; next[place] += count)
          chunk(place, this.#pcm(this.#sound.read(place, next[place], count)));
      }
      timer = this.#clock.setTimer(CHUNK_MS, look);
    };
    timer = this.#clock.setTimer(CHUNK_MS, look);
    return () => {
      timer?.cancel();
    };
  }

  #samples(seconds: number): number {
    return Math.round(seconds * this.#sound.sampleRateHz);
  }

  #milliseconds(samples: number): number {
    return (samples * 1000) / this.#sound.sampleRateHz;
  }

  #pcm(samples: Int16Array): Pcm {
    return { sampleRateHz: this.#sound.sampleRateHz, samples };
  }
}

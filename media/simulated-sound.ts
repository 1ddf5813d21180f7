// The simulated device's sound: what its microphone hears and what its two places have played. The only PCM that JavaScript sees.

import type { NativeEngine, Place } from './native.ts';

/** The core's rate, and the simulated device's. */
const SIMULATED_RATE_HZ = 16_000;

export class SimulatedSound {
  readonly sampleRateHz: number = SIMULATED_RATE_HZ;
  readonly #native: () => NativeEngine;

  /** `native` throws once the engine is closed. */
  constructor(native: () => NativeEngine) {
    this.#native = native;
  }

  /** Heard from now on, once or again and again; replaces what was heard before. An empty sound is silence. */
  setMicrophone(pcm: Int16Array, loop: boolean, rateHz: number = SIMULATED_RATE_HZ): void {
    this.#native().playMicrophone(pcm, rateHz, loop);
  }

  /** The next chunk of live sound; what is more than 200 ms ahead is dropped. */
  feedMicrophone(pcm: Int16Array, rateHz: number = SIMULATED_RATE_HZ): void {
    this.#native().feedMicrophone(pcm, rateHz);
  }

  /** Number of the sample that will be played next, counted from the start of the device. */
  position(place: Place): number {
    return this.#native().position(place);
  }

  /** Samples from the last 60 s; older ones read as silence, and the answer is short when they are not yet played. */
  read(place: Place, fromSample: number, count: number): Int16Array {
    return this.#native().read(place, fromSample, count);
  }
}

// In the audio thread: the browser's microphone into 20 ms chunks of 16-bit PCM at the phone's rate.

import { Resampler } from './resampler.js';

class Microphone extends AudioWorkletProcessor {
  #resampler;
  #chunk;
  #filled = 0;
  #peak = 0;

  /** @param {{processorOptions: {rateHz: number}}} options */
  constructor({ processorOptions }) {
    super();
    this.#resampler = new Resampler(sampleRate, processorOptions.rateHz);
    this.#chunk = new Int16Array(processorOptions.rateHz / 50);
  }

  /** @param {Float32Array[][]} inputs */
  process([input]) {
    if (!input?.[0]) return true;
    for (const sample of this.#resampler.push(input[0])) this.#add(sample);
    return true;
  }

  /** @param {number} sample */
  #add(sample) {
    this.#chunk[this.#filled++] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)));
    this.#peak = Math.max(this.#peak, Math.abs(sample));
    if (this.#filled < this.#chunk.length) return;
    this.port.postMessage({ samples: this.#chunk, peak: this.#peak });
    this.#filled = 0;
    this.#peak = 0;
  }
}

registerProcessor('microphone', Microphone);

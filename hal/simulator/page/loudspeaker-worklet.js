// In the audio thread: what earpiece and loudspeaker play, mixed, behind a small buffer that evens out the arrival of chunks.

import { Resampler } from './resampler.js';

const startMs = 60;
const longestMs = 240;

/** Sound of one place, waiting to be heard. */
class Waiting {
  /** @type {Resampler | undefined} */ #resampler;
  #rateHz = 0;
  /** @type {Float32Array[]} */ #chunks = [];
  #offset = 0;
  #length = 0;
  #playing = false;

  /** @param {Int16Array} samples @param {number} rateHz */
  push(samples, rateHz) {
    if (rateHz !== this.#rateHz) this.#resampler = new Resampler(rateHz, sampleRate);
    this.#rateHz = rateHz;
    const chunk = this.#resampler?.push(Float32Array.from(samples, (sample) => sample / 32_768));
    if (!chunk) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    // The two clocks drift apart: what has piled up is skipped down to the start again.
    if (this.#length > (longestMs * sampleRate) / 1_000) this.#skipTo((startMs * sampleRate) / 1_000);
    if (this.#length >= (startMs * sampleRate) / 1_000) this.#playing = true;
  }

  /** @param {Float32Array} out */
  mixInto(out) {
    for (let index = 0; this.#playing && index < out.length; index++) {
      const sample = this.#next();
      // Run dry: gather a little before going on.
      if (sample === undefined) this.#playing = false;
      else out[index] += sample;
    }
  }

  #next() {
    const chunk = this.#chunks[0];
    if (!chunk) return undefined;
    const sample = chunk[this.#offset++];
    this.#length--;
    if (this.#offset >= chunk.length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    return sample;
  }

  /** @param {number} length */
  #skipTo(length) {
    while (this.#length > length && this.#chunks.length > 1) {
      this.#length -= (this.#chunks.shift()?.length ?? 0) - this.#offset;
      this.#offset = 0;
    }
  }
}

class Loudspeaker extends AudioWorkletProcessor {
  #places = [new Waiting(), new Waiting()];
  #peak = 0;
  #quanta = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#places[data.place]?.push(data.samples, data.rateHz);
  }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs */
  process(_inputs, [output]) {
    const [first, ...others] = output ?? [];
    if (!first) return true;
    for (const place of this.#places) place.mixInto(first);
    for (const other of others) other.set(first);
    for (const sample of first) this.#peak = Math.max(this.#peak, Math.abs(sample));
    if (++this.#quanta % 16 === 0) {
      this.port.postMessage({ peak: this.#peak });
      this.#peak = 0;
    }
    return true;
  }
}

registerProcessor('loudspeaker', Loudspeaker);

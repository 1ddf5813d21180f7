// Sample-rate conversion of a stream: windowed sinc, keeping what the next piece still needs.

const crossings = 10;
const kernelSteps = 128;

const kernel = Float32Array.from({ length: crossings * kernelSteps + 1 }, (_, index) => {
  const x = index / kernelSteps;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / crossings);
  return x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
});

export class Resampler {
  #step;
  #band;
  #reach;
  #held = new Float32Array(0);
  /** Of the next output sample, in `#held`. */
  #position;

  /** @param {number} fromHz @param {number} toHz */
  constructor(fromHz, toHz) {
    this.#step = fromHz / toHz;
    // Below 1 it also removes what the new rate cannot carry.
    this.#band = Math.min(1, toHz / fromHz);
    this.#reach = Math.ceil(crossings / this.#band);
    this.#held = new Float32Array(this.#reach);
    this.#position = this.#reach;
  }

  /** @param {Float32Array} samples */
  push(samples) {
    const all = new Float32Array(this.#held.length + samples.length);
    all.set(this.#held);
    all.set(samples, this.#held.length);
    const count = Math.max(0, Math.ceil((all.length - this.#reach - this.#position) / this.#step));
    const out = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      out[index] = this.#valueAt(all, this.#position);
      this.#position += this.#step;
    }
    const done = Math.max(0, Math.floor(this.#position) - this.#reach);
    this.#held = all.slice(done);
    this.#position -= done;
    return out;
  }

  /** @param {Float32Array} samples @param {number} position */
  #valueAt(samples, position) {
    const first = Math.max(0, Math.ceil(position - this.#reach));
    const last = Math.min(samples.length - 1, Math.floor(position + this.#reach));
    let sum = 0;
    for (let index = first; index <= last; index++) {
      const distance = Math.abs(position - index) * this.#band;
      sum += samples[index] * (kernel[Math.round(distance * kernelSteps)] ?? 0);
    }
    return sum * this.#band;
  }
}

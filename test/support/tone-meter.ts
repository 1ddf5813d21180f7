// Measures tones in PCM: level, dominant frequency and the level of one frequency (Goertzel). Levels are dBov (RFC 6464): 0 is
// a full-scale square wave, a full-scale sine is -3.01, and 0 dBm0 of G.711 is -6.15.

const FULL_SCALE = 32768;
const SILENCE_DBOV = -127;
const LARGEST_TRANSFORM = 16_384;

/** Root mean square of the whole, `-127` for digital silence. */
export function levelDbov(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return toDbov(Math.sqrt(sum / Math.max(samples.length, 1)));
}

/** Level of the sine at `hz`; a Hann window keeps neighbours more than 4 / duration away out of it. */
export function toneLevel(samples: Int16Array, rate: number, hz: number): number {
  const { windowed, gain } = hann(samples);
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let last = 0;
  let before = 0;
  for (const sample of windowed) {
    const next = sample + coefficient * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - coefficient * last * before;
  const amplitude = (2 * Math.sqrt(Math.max(power, 0))) / gain;
  return toDbov(amplitude / Math.SQRT2);
}

/** Strongest frequency, to about a tenth of `rate / length`; 0 for silence. Looks at the first 16,384 samples. */
export function dominantFrequencyHz(samples: Int16Array, rate: number): number {
  let size = 1;
  while (size * 2 <= Math.min(samples.length, LARGEST_TRANSFORM)) size *= 2;
  const real = Float64Array.from(hann(samples.subarray(0, size)).windowed);
  const imaginary = new Float64Array(size);
  transform(real, imaginary);
  const power = (bin: number): number => (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
  let peak = 1;
  for (let bin = 1; bin < size / 2; bin++) if (power(bin) > power(peak)) peak = bin;
  if (power(peak) < 1) return 0;
  // A parabola through the logarithms of the peak and its neighbours.
  const left = Math.log(power(peak - 1) + 1e-9);
  const middle = Math.log(power(peak) + 1e-9);
  const right = Math.log(power(peak + 1) + 1e-9);
  const curvature = left - 2 * middle + right;
  const offset = curvature === 0 ? 0 : (left - right) / (2 * curvature);
  return ((peak + offset) * rate) / size;
}

/** A sine for the tests to feed; `dbov` is its level in the same unit. */
export function sine(hz: number, dbov: number, rate: number, durationMs: number): Int16Array {
  const amplitude = FULL_SCALE * Math.SQRT2 * 10 ** (dbov / 20);
  return Int16Array.from({ length: (rate * durationMs) / 1000 }, (_, index) =>
    Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / rate)))),
  );
}

function toDbov(rms: number): number {
  return rms <= 0 ? SILENCE_DBOV : Math.max(SILENCE_DBOV, 20 * Math.log10(rms / FULL_SCALE));
}

function hann(samples: Int16Array): { windowed: Float64Array; gain: number } {
  const windowed = new Float64Array(samples.length);
  let gain = 0;
  for (let index = 0; index < samples.length; index++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / samples.length);
    gain += weight;
    windowed[index] = (samples[index] ?? 0) * weight;
  }
  return { windowed, gain };
}

/** Radix-2 in place; the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  permute(real);
  for (let half = 1; half < real.length; half *= 2) {
    for (let pair = 0; pair < half; pair++) {
      const cosine = Math.cos((Math.PI * pair) / half);
      const sineOf = -Math.sin((Math.PI * pair) / half);
      for (let low = pair; low < real.length; low += 2 * half) butterfly(real, imaginary, low, low + half, cosine, sineOf);
    }
  }
}

function butterfly(real: Float64Array, imaginary: Float64Array, low: number, high: number, cosine: number, sineOf: number): void {
  const a = real[high] ?? 0;
  const b = imaginary[high] ?? 0;
  const turnedReal = a * cosine - b * sineOf;
  const turnedImaginary = a * sineOf + b * cosine;
  const lowReal = real[low] ?? 0;
  const lowImaginary = imaginary[low] ?? 0;
  real[high] = lowReal - turnedReal;
  imaginary[high] = lowImaginary - turnedImaginary;
  real[low] = lowReal + turnedReal;
  imaginary[low] = lowImaginary + turnedImaginary;
}

/** Bit-reversed order; the imaginary part is still all zero. */
function permute(real: Float64Array): void {
  const bits = Math.log2(real.length);
  for (let index = 0; index < real.length; index++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    if (reversed > index) {
      const swapped = real[index] ?? 0;
      real[index] = real[reversed] ?? 0;
      real[reversed] = swapped;
    }
  }
}

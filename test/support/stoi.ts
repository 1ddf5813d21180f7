// Short-time objective intelligibility (Taal et al. 2011): how much of the slow changes of loudness in each third of an octave are the
// same in clean speech and in what was heard. 1 is all. For pieces that are already laid over each other, 8 kHz.

const frame = 256;
const hop = 128;
const bands = 15;
const lowestHz = 150;
const rateHz = 8000;
const segmentFrames = 30;
/** -15 dB: what sounds beyond that is as bad as it gets. */
const clip = 1 + 10 ** (15 / 20);

/** Samples that one segment takes. */
export const stoiSegment: number = (segmentFrames - 1) * hop + frame;

const hann = Float64Array.from({ length: frame }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / frame));

/** Strength of each frequency, by the sum as it is written: slow, and short. */
function spectrum(samples: ArrayLike<number>, from: number): Float64Array {
  return Float64Array.from({ length: frame / 2 }, (_, bin) => {
    let [re, im] = [0, 0];
    for (let i = 0; i < frame; i++) {
      const value = (hann[i] ?? 0) * (samples[from + i] ?? 0);
      re += value * (cosines[(bin * i) % frame] ?? 0);
      im += value * (cosines[(bin * i + frame / 4) % frame] ?? 0);
    }
    return re * re + im * im;
  });
}

const cosines = Float64Array.from({ length: frame }, (_, i) => Math.cos((2 * Math.PI * i) / frame));

/** Loudness by band and frame. */
function envelopes(samples: ArrayLike<number>): readonly Float64Array[] {
  const frames = Array.from({ length: segmentFrames }, (_, index) => spectrum(samples, index * hop));
  return Array.from({ length: bands }, (_, band) => {
    const middleHz = lowestHz * 2 ** (band / 3);
    const [first, last] = [2 ** (-1 / 6), 2 ** (1 / 6)].map((edge) => Math.round((middleHz * edge * frame) / rateHz)) as [
      number,
      number,
    ];
    return Float64Array.from(frames, (power) =>
      Math.sqrt(power.slice(first, Math.max(first + 1, last)).reduce((sum, each) => sum + each, 0)),
    );
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB];
    both += x * y;
    onlyA += x * x;
    onlyB += y * y;
  }
  return onlyA === 0 || onlyB === 0 ? 0 : both / Math.sqrt(onlyA * onlyB);
}

/** Of one segment: `stoiSegment` samples of each. */
export function stoi(clean: ArrayLike<number>, heard: ArrayLike<number>): number {
  const [cleanBands, heardBands] = [envelopes(clean), envelopes(heard)];
  const energy = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  const scores = cleanBands.map((x, band) => {
    const y = heardBands[band] ?? new Float64Array(segmentFrames);
    const gain = Math.sqrt(energy(x) / Math.max(energy(y), 1e-9));
    return correlation(
      x,
      y.map((value, index) => Math.min(gain * value, (x[index] ?? 0) * clip)),
    );
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

// Sample-rate conversion of a recording: windowed sinc, in slices, so that a long file does not hold up the phone.

import type { Pcm } from './panel-sources.ts';

/** Zero crossings on each side of the kernel: about 70 dB down outside the band. */
const crossings = 12;
const kernelSteps = 256;
const sliceSamples = 4_096;

/** sinc(x) under a Hann window, `kernelSteps` values between two zero crossings. */
const kernel: Float64Array = Float64Array.from({ length: crossings * kernelSteps + 1 }, (_, index) => {
  const x = index / kernelSteps;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / crossings);
  return x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
});

export async function resample(sound: Pcm, sampleRateHz: number): Promise<Pcm> {
  if (sound.sampleRateHz === sampleRateHz) return sound;
  const ratio = sound.sampleRateHz / sampleRateHz;
  const samples = new Int16Array(Math.max(1, Math.round(sound.samples.length / ratio)));
  for (let index = 0; index < samples.length; index++) {
    if (index % sliceSamples === sliceSamples - 1) await new Promise((resolve) => setImmediate(resolve));
    samples[index] = valueAt(sound.samples, index * ratio, Math.min(1, 1 / ratio));
  }
  return { sampleRateHz, samples };
}

/** The band-limited value between samples; `band` below 1 also removes what the new rate cannot carry. */
function valueAt(samples: Int16Array, position: number, band: number): number {
  const reach = crossings / band;
  const first = Math.max(0, Math.ceil(position - reach));
  const last = Math.min(samples.length - 1, Math.floor(position + reach));
  let sum = 0;
  for (let index = first; index <= last; index++) {
    sum += (samples[index] ?? 0) * (kernel[Math.round(Math.abs(position - index) * band * kernelSteps)] ?? 0);
  }
  return Math.max(-32_768, Math.min(32_767, Math.round(sum * band)));
}

// Which WAV files a person may speak into the simulated microphone. Input is hostile.

import { openWave, waveSamples } from '../audio/wave-format.ts';
import type { Pcm } from './panel-sources.ts';

export type WavReading = { readonly ok: true; readonly sound: Pcm } | { readonly ok: false; readonly expected: string };

const lowestRateHz = 1_000;
const highestRateHz = 192_000;
const longestSeconds = 300;

const refuse = (expected: string): WavReading => ({ ok: false, expected });

/** 8- and 16-bit PCM, A-law and µ-law, one or two channels (mixed to one), at the file's own rate. */
export function readWav(bytes: Uint8Array): WavReading {
  const file = openWave(bytes);
  if (file === undefined) return refuse('a RIFF/WAVE file');
  const { format, data, promisedBytes } = file;
  if (data === undefined) return refuse('a "data" chunk');
  if (format === undefined) return refuse('a whole "fmt " chunk before the "data" chunk');
  const { channels, rateHz } = format;
  const samples = waveSamples(format, data);
  if (samples === undefined) return refuse('8- or 16-bit PCM, A-law or µ-law');
  if (channels !== 1 && channels !== 2) return refuse('one or two channels');
  if (rateHz < lowestRateHz || rateHz > highestRateHz) return refuse(`${lowestRateHz} to ${highestRateHz} samples a second`);
  if (promisedBytes > data.length) return refuse(`${promisedBytes} bytes of sound, as its header says`);
  const count = Math.floor(samples.length / channels);
  if (count === 0) return refuse('at least one sample');
  if (count > longestSeconds * rateHz) return refuse(`at most ${longestSeconds} s of sound`);
  return { ok: true, sound: { sampleRateHz: rateHz, samples: channels === 1 ? samples : mean(samples) } };
}

function mean(pairs: Int16Array): Int16Array {
  return new Int16Array(pairs.length >> 1).map((_, index) => ((pairs[2 * index] ?? 0) + (pairs[2 * index + 1] ?? 0)) >> 1);
}

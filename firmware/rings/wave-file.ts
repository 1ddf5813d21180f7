// Which WAV files are taken as recordings: µ-law and A-law of 8 kHz, PCM of 16 bit with 8 or 16 kHz; one channel. AudioCodes §3.2.6.2.

import { openWave, type WaveFormat, waveCodings, waveSamples } from '#hal/audio/wave-format';
import type { Recording } from '#media/messages';

/** Why a file is not taken, in words for a person. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** AudioCodes §4.4. */
export const largestFileBytes: number = 300 * 1024;

export function readWaveFile(bytes: Uint8Array): Read<Recording> {
  if (bytes.length > largestFileBytes) return refused(`larger than ${largestFileBytes / 1024} KB`);
  const file = openWave(bytes);
  if (file === undefined) return refused('not a WAV file');
  const { format, data } = file;
  if (format === undefined) return refused('the WAV file says no format');
  const problem = problemOf(format);
  if (problem !== undefined) return refused(problem);
  const pcm = data && waveSamples(format, data);
  if (pcm === undefined || pcm.length === 0) return refused('the WAV file holds no sound');
  return { ok: true, value: { rateHz: format.rateHz === 8000 ? 8000 : 16_000, pcm } };
}

function problemOf({ coding, channels, rateHz, bits }: WaveFormat): string | undefined {
  if (channels !== 1) return `${channels} channels; one is needed`;
  if (coding === waveCodings.pcm) {
    if (bits !== 16) return `PCM of ${bits} bit; 16 are needed`;
    return rateHz === 8000 || rateHz === 16_000 ? undefined : `${rateHz} samples a second; 8000 or 16000 are needed`;
  }
  if (coding !== waveCodings.aLaw && coding !== waveCodings.muLaw)
    return `coding ${coding} is not known; PCM, A-law or µ-law are needed`;
  if (bits !== 8) return `${bits} bit a sample; 8 are needed`;
  return rateHz === 8000 ? undefined : `${rateHz} samples a second; 8000 are needed`;
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

// Makes a recording that the media core plays of what a speech program wrote: one channel of 16 bit at any rate, its lengths unknown while it
// was written.

import type { Recording } from '#media/messages';

const headerBytes = 44;
const rateHz = 16_000;
const longestSeconds = 60;

/** Undefined for what is no such sound. */
export function readSpeech(bytes: Uint8Array): Recording | undefined {
  if (bytes.length < headerBytes + 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE' || tag(12) !== 'fmt ' || tag(36) !== 'data') return undefined;
  const [channels, fromHz, bits] = [view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)];
  if (channels !== 1 || bits !== 16 || fromHz < 8000 || fromHz > 96_000) return undefined;
  const samples = Math.min(Math.floor((bytes.length - headerBytes) / 2), fromHz * longestSeconds);
  const at = (index: number): number => view.getInt16(headerBytes + 2 * Math.max(0, Math.min(samples - 1, index)), true);
  const step = fromHz / rateHz;
  const pcm = new Int16Array(Math.floor(samples / step));
  for (let i = 0; i < pcm.length; i++) {
    const place = i * step;
    const whole = Math.floor(place);
    const part = place - whole;
    // Two neighbours on each side keep most of what the lower rate cannot carry out of it.
    const here = (at(whole - 1) + 2 * at(whole) + at(whole + 1)) / 4;
    const next = (at(whole) + 2 * at(whole + 1) + at(whole + 2)) / 4;
    pcm[i] = Math.round(here * (1 - part) + next * part);
  }
  return { rateHz, pcm };
}

// WAV files: read as the microphone hears them (mono, 16 bit), written as the earpiece played them. Input is hostile.

import { linearFromALaw, linearFromMuLaw } from './companding.ts';
import type { Pcm } from './panel-sources.ts';

export type WavReading = { readonly ok: true; readonly sound: Pcm } | { readonly ok: false; readonly expected: string };

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bits: number;
}

const tags = { pcm: 1, aLaw: 6, muLaw: 7, extensible: 0xfffe } as const;
const lowestRateHz = 1_000;
const highestRateHz = 192_000;
const longestSeconds = 300;
/** Written by programs that stream and do not know the length: data goes on to the end of the file. */
const unknownSize = 0xffff_ffff;

const refuse = (expected: string): WavReading => ({ ok: false, expected });

/** 8- and 16-bit PCM, A-law and µ-law, one or two channels (mixed to one), at the file's own rate. */
export function readWav(bytes: Uint8Array): WavReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || text(view, 0) !== 'RIFF' || text(view, 8) !== 'WAVE') return refuse('a RIFF/WAVE file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    const id = text(view, at);
    if (id === 'fmt ') format = readFormat(view, start, size);
    if (id === 'data') return readData(view, start, size, format);
    // Chunks are padded to an even length.
    at = start + size + (size & 1);
  }
  return refuse('a "data" chunk');
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function readFormat(view: DataView, start: number, size: number): Format | undefined {
  if (size < 16 || start + size > view.byteLength) return undefined;
  const tag = view.getUint16(start, true);
  return {
    // WAVE_FORMAT_EXTENSIBLE keeps the real tag at the head of its sub-format GUID.
    tag: tag === tags.extensible && size >= 26 ? view.getUint16(start + 24, true) : tag,
    channels: view.getUint16(start + 2, true),
    sampleRateHz: view.getUint32(start + 4, true),
    bits: view.getUint16(start + 14, true),
  };
}

function readData(view: DataView, start: number, size: number, format: Format | undefined): WavReading {
  if (format === undefined) return refuse('a whole "fmt " chunk before the "data" chunk');
  const sample = sampleReader(view, format);
  if (sample === undefined) return refuse('8- or 16-bit PCM, A-law or µ-law');
  const { channels, sampleRateHz, bits } = format;
  if (channels !== 1 && channels !== 2) return refuse('one or two channels');
  if (sampleRateHz < lowestRateHz || sampleRateHz > highestRateHz)
    return refuse(`${lowestRateHz} to ${highestRateHz} samples a second`);
  const length = size === unknownSize ? view.byteLength - start : size;
  if (start + length > view.byteLength) return refuse(`${length} bytes of sound, as its header says`);
  const step = bits / 8;
  const count = Math.floor(length / (step * channels));
  if (count === 0) return refuse('at least one sample');
  if (count > longestSeconds * sampleRateHz) return refuse(`at most ${longestSeconds} s of sound`);
  const samples = new Int16Array(count);
  for (let index = 0; index < count; index++) {
    const at = start + index * step * channels;
    samples[index] = channels === 1 ? sample(at) : (sample(at) + sample(at + step)) >> 1;
  }
  return { ok: true, sound: { sampleRateHz, samples } };
}

function sampleReader(view: DataView, { tag, bits }: Format): ((at: number) => number) | undefined {
  if (tag === tags.pcm && bits === 16) return (at) => view.getInt16(at, true);
  // 8-bit PCM is unsigned, with silence at 128.
  if (tag === tags.pcm && bits === 8) return (at) => (view.getUint8(at) - 128) << 8;
  if (tag === tags.aLaw && bits === 8) return (at) => linearFromALaw(view.getUint8(at));
  if (tag === tags.muLaw && bits === 8) return (at) => linearFromMuLaw(view.getUint8(at));
  return undefined;
}

/** 16-bit mono PCM, with the shortest header there is. */
export function writeWav({ sampleRateHz, samples }: Pcm): Buffer {
  const out = Buffer.alloc(44 + samples.length * 2);
  out.write('RIFF', 0, 'latin1');
  out.writeUInt32LE(out.length - 8, 4);
  out.write('WAVEfmt ', 8, 'latin1');
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(tags.pcm, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(sampleRateHz, 24);
  out.writeUInt32LE(sampleRateHz * 2, 28);
  out.writeUInt16LE(2, 32);
  out.writeUInt16LE(16, 34);
  out.write('data', 36, 'latin1');
  out.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) out.writeInt16LE(sample, 44 + index * 2);
  return out;
}

// The format of WAV files: what one says and holds, and a plain one written. Which of them are taken is their readers' matter. The bytes may be
// anybody's: every length is checked, nothing is thrown.

import { fromALaw, fromMuLaw } from './companding.ts';

export const waveCodings = { pcm: 1, aLaw: 6, muLaw: 7 } as const;
/** Keeps the real coding at the head of a GUID. */
const extensible = 0xfffe;
/** A file with more chunks than this is not sound. */
const mostChunks = 64;
/** Written by programs that stream and do not know the length: data goes on to the end of the file. */
const unknownLength = 0xffff_ffff;

export interface WaveFormat {
  readonly coding: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

export interface WaveFile {
  /** Undefined: it says none before the sound. */
  readonly format: WaveFormat | undefined;
  /** As much as there is: a recorder that lost its power leaves less than was promised. */
  readonly data: Uint8Array | undefined;
  readonly promisedBytes: number;
}

/** Undefined: no WAV file. */
export function openWave(bytes: Uint8Array): WaveFile | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE') return undefined;
  let format: WaveFormat | undefined;
  let at = 12;
  for (let count = 0; count < mostChunks && at + 8 <= bytes.length; count++) {
    const start = at + 8;
    const length = view.getUint32(at + 4, true);
    const end = Math.min(bytes.length, start + length);
    const tag = tagAt(view, at);
    if (tag === 'fmt ') format = formatIn(new DataView(bytes.buffer, bytes.byteOffset + start, end - start));
    if (tag === 'data') {
      return { format, data: bytes.subarray(start, end), promisedBytes: length === unknownLength ? end - start : length };
    }
    // Chunks begin at even places; others are passed over.
    at = end + ((end - start) % 2);
  }
  return { format, data: undefined, promisedBytes: 0 };
}

function formatIn(chunk: DataView): WaveFormat | undefined {
  if (chunk.byteLength < 16) return undefined;
  const tag = chunk.getUint16(0, true);
  return {
    coding: tag === extensible && chunk.byteLength >= 26 ? chunk.getUint16(24, true) : tag,
    channels: chunk.getUint16(2, true),
    rateHz: chunk.getUint32(4, true),
    bits: chunk.getUint16(14, true),
  };
}

/** The channels' samples in turn; undefined: neither PCM of 8 or 16 bit nor G.711. */
export function waveSamples({ coding, bits }: WaveFormat, data: Uint8Array): Int16Array | undefined {
  if (coding === waveCodings.pcm && bits === 16) {
    // As they stand: both architectures that the phone runs on are little-endian, as the format is.
    const samples = new Int16Array(data.length >> 1);
    new Uint8Array(samples.buffer).set(data.subarray(0, samples.byteLength));
    return samples;
  }
  // 8-bit PCM is unsigned, with silence at 128.
  if (coding === waveCodings.pcm && bits === 8) return new Int16Array(data).map((byte) => (byte - 128) << 8);
  if (coding === waveCodings.aLaw && bits === 8) return fromALaw(data);
  if (coding === waveCodings.muLaw && bits === 8) return fromMuLaw(data);
  return undefined;
}

/** One channel of 16-bit PCM, which every browser plays, with the shortest head there is. */
export function writeWave(rateHz: number, samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(waveCodings.pcm, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rateHz, 24);
  bytes.writeUInt32LE(rateHz * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 44);
  return bytes;
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

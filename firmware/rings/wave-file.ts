// Reads a recording from a WAV file, and writes one: µ-law and A-law of 8 kHz, PCM of 16 bit with 8 or 16 kHz; one channel. AudioCodes §3.2.6.2.
// The bytes may be anybody's: every length is checked, nothing is thrown.

import type { Recording } from '#media/messages';
import { fromALaw, fromMuLaw } from './g711.ts';

/** Why a file is not taken, in words for a person. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** AudioCodes §4.4. */
export const largestFileBytes: number = 300 * 1024;

const formats = { pcm: 1, aLaw: 6, muLaw: 7, extensible: 0xfffe } as const;
/** A file with more chunks than this is not sound. */
const mostChunks = 64;

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

interface Chunks {
  readonly format: DataView | undefined;
  readonly data: Uint8Array | undefined;
}

export function readWaveFile(bytes: Uint8Array): Read<Recording> {
  if (bytes.length > largestFileBytes) return refused(`larger than ${largestFileBytes / 1024} KB`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE') return refused('not a WAV file');
  const { format: formatChunk, data } = chunksOf(view, bytes);
  const format = formatChunk && formatOf(formatChunk);
  if (format === undefined) return refused('the WAV file says no format');
  const problem = problemOf(format);
  if (problem !== undefined) return refused(problem);
  if (data === undefined || data.length < format.bits / 8) return refused('the WAV file holds no sound');
  return { ok: true, value: { rateHz: format.rateHz === 8000 ? 8000 : 16_000, pcm: decoded(format.tag, data) } };
}

/** PCM of 16 bit, which every browser plays. */
export function writeWaveFile({ rateHz, pcm }: Recording): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + pcm.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(formats.pcm, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(pcm.byteLength, 40);
  return Buffer.concat([header, Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)]);
}

/** Other chunks are passed over; the last may be cut off, as a recorder that lost its power leaves it. */
function chunksOf(view: DataView, bytes: Uint8Array): Chunks {
  let format: DataView | undefined;
  let data: Uint8Array | undefined;
  let at = 12;
  for (let count = 0; count < mostChunks && at + 8 <= bytes.length && data === undefined; count++) {
    const start = at + 8;
    const end = Math.min(bytes.length, start + view.getUint32(at + 4, true));
    const tag = tagAt(view, at);
    if (tag === 'fmt ') format = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
    else if (tag === 'data') data = bytes.subarray(start, end);
    // Chunks begin at even places.
    at = end + ((end - start) % 2);
  }
  return { format, data };
}

function formatOf(chunk: DataView): Format | undefined {
  if (chunk.byteLength < 16) return undefined;
  const tag = chunk.getUint16(0, true);
  // WAVE_FORMAT_EXTENSIBLE keeps the real one at the head of a GUID.
  const real = tag === formats.extensible && chunk.byteLength >= 26 ? chunk.getUint16(24, true) : tag;
  return { tag: real, channels: chunk.getUint16(2, true), rateHz: chunk.getUint32(4, true), bits: chunk.getUint16(14, true) };
}

function problemOf({ tag, channels, rateHz, bits }: Format): string | undefined {
  if (channels !== 1) return `${channels} channels; one is needed`;
  if (tag === formats.pcm) {
    if (bits !== 16) return `PCM of ${bits} bit; 16 are needed`;
    return rateHz === 8000 || rateHz === 16_000 ? undefined : `${rateHz} samples a second; 8000 or 16000 are needed`;
  }
  if (tag !== formats.aLaw && tag !== formats.muLaw) return `coding ${tag} is not known; PCM, A-law or µ-law are needed`;
  if (bits !== 8) return `${bits} bit a sample; 8 are needed`;
  return rateHz === 8000 ? undefined : `${rateHz} samples a second; 8000 are needed`;
}

function decoded(tag: number, data: Uint8Array): Int16Array {
  if (tag === formats.muLaw) return fromMuLaw(data);
  if (tag === formats.aLaw) return fromALaw(data);
  const samples = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Int16Array.from({ length: data.length >> 1 }, (_, index) => samples.getInt16(index * 2, true));
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

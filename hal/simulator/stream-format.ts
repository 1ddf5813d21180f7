// The binary messages of `/api/stream`, as stream-format.md draws them.

import type { Frame, Rectangle } from '../display/display.ts';
import type { Pcm } from './panel-sources.ts';

const kinds = { picture: 1, earpiece: 2, speaker: 3, microphone: 4 } as const;
const pictureHeaderBytes = 12;
const soundHeaderBytes = 8;
const longestChunkMs = 200;

export function encodePicture(frame: Frame, { x, y, width, height }: Rectangle): Buffer {
  const pixelBytes = frame.format === 'mono' ? 1 : 2;
  const out = Buffer.alloc(pictureHeaderBytes + width * height * pixelBytes);
  out.writeUInt8(kinds.picture, 0);
  out.writeUInt8(frame.format === 'mono' ? 0 : 1, 1);
  for (const [index, value] of [x, y, width, height].entries()) out.writeUInt16LE(value, 2 + index * 2);
  let at = pictureHeaderBytes;
  for (let row = y; row < y + height; row++) {
    const start = row * frame.width + x;
    const pixels = frame.pixels.subarray(start, start + width);
    // Both architectures that the phone runs on are little-endian, as the format is.
    out.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), at);
    at += pixels.byteLength;
  }
  return out;
}

export function encodeSound(place: 'earpiece' | 'speaker', { sampleRateHz, samples }: Pcm): Buffer {
  const out = Buffer.alloc(soundHeaderBytes + samples.byteLength);
  out.writeUInt8(kinds[place], 0);
  out.writeUInt32LE(sampleRateHz, 4);
  out.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), soundHeaderBytes);
  return out;
}

/** Undefined when it is not a chunk of microphone sound at the rate that was agreed. */
export function decodeMicrophone(message: Uint8Array, sampleRateHz: number): Pcm | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const soundBytes = message.length - soundHeaderBytes;
  if (soundBytes < 0 || soundBytes % 2 !== 0 || view.getUint8(0) !== kinds.microphone) return undefined;
  if (view.getUint32(4, true) !== sampleRateHz) return undefined;
  if (soundBytes / 2 > (sampleRateHz * longestChunkMs) / 1_000) return undefined;
  const samples = new Int16Array(soundBytes / 2);
  for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(soundHeaderBytes + index * 2, true);
  return { sampleRateHz, samples };
}

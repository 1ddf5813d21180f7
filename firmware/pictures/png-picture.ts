// Reads PNG (ISO/IEC 15948) without interlacing: all colour types and depths, transparency included. Works line by line.

import { inflateSync } from 'node:zlib';
import { checkSize, type DecodedPicture, PictureError } from './picture.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
}

interface Chunks {
  readonly header: Header;
  readonly data: Uint8Array;
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
}

const samplesOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOfType: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length !== 13) throw new PictureError('Its header is damaged.');
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: view.getUint8(8),
    colorType: view.getUint8(9),
  };
  checkSize(header.width, header.height);
  if (depthsOfType[header.colorType]?.includes(header.depth) !== true)
    throw new PictureError('Its colours are of no known kind.');
  if (view.getUint8(12) !== 0) throw new PictureError('It is interlaced; save it without.');
  return header;
}

interface Chunk {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Up to the end of the picture, or of what is left of it. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IEND' || length > bytes.length - at - 12) return;
    yield { type, bytes: bytes.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function readChunks(bytes: Uint8Array): Chunks {
  const all = [...chunksOf(bytes)];
  const first = (type: string): Uint8Array | undefined => all.find((chunk) => chunk.type === type)?.bytes;
  const head = first('IHDR');
  if (head === undefined) throw new PictureError('It has no header.');
  const header = readHeader(head);
  const palette = first('PLTE');
  if (header.colorType === 3 && palette === undefined) throw new PictureError('It has no palette.');
  const data = Buffer.concat(all.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.bytes));
  return { header, data, palette, transparency: first('tRNS') };
}

function inflated(data: Uint8Array, expected: number): Uint8Array {
  try {
    // The size is known: a bomb is cut off there.
    return inflateSync(data, { maxOutputLength: expected + 1024 });
  } catch {
    throw new PictureError('Its data is damaged.');
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Takes back one line's filter (§9.2), in place. */
function unfilter(kind: number, line: Uint8Array, above: Uint8Array | undefined, step: number): void {
  if (kind > 4) throw new PictureError('Its data is damaged.');
  for (let i = 0; i < line.length; i += 1) {
    const left = i >= step ? (line[i - step] as number) : 0;
    const up = above?.[i] ?? 0;
    const upLeft = i >= step ? (above?.[i - step] ?? 0) : 0;
    const predicted = [0, left, up, (left + up) >> 1, kind === 4 ? paeth(left, up, upLeft) : 0][kind] as number;
    line[i] = ((line[i] as number) + predicted) & 255;
  }
}

/** One sample, scaled to 8 bits unless it is an index. */
function sampleAt(line: Uint8Array, index: number, depth: number, isIndex: boolean): number {
  if (depth === 8) return line[index] ?? 0;
  if (depth === 16) return line[index * 2] ?? 0;
  const perByte = 8 / depth;
  const byte = line[Math.floor(index / perByte)] ?? 0;
  const value = (byte >> (8 - depth * ((index % perByte) + 1))) & ((1 << depth) - 1);
  return isIndex ? value : Math.round((value * 255) / ((1 << depth) - 1));
}

type PixelReader = (line: Uint8Array, x: number, to: Uint8Array, at: number) => void;

function put(to: Uint8Array, at: number, red: number, green: number, blue: number, alpha: number): void {
  to[at] = red;
  to[at + 1] = green;
  to[at + 2] = blue;
  to[at + 3] = alpha;
}

function pixelReader({ header: { depth, colorType }, palette, transparency }: Chunks): PixelReader {
  const sample = (line: Uint8Array, index: number): number => sampleAt(line, index, depth, colorType === 3);
  switch (colorType) {
    case 3:
      return (line, x, to, at) => {
        const index = sample(line, x);
        const entry = index * 3;
        put(to, at, palette?.[entry] ?? 0, palette?.[entry + 1] ?? 0, palette?.[entry + 2] ?? 0, transparency?.[index] ?? 255);
      };
    case 0:
      return (line, x, to, at) => {
        const grey = sample(line, x);
        put(to, at, grey, grey, grey, 255);
      };
    case 4:
      return (line, x, to, at) => {
        const grey = sample(line, x * 2);
        put(to, at, grey, grey, grey, sample(line, x * 2 + 1));
      };
    case 2:
      return (line, x, to, at) => put(to, at, sample(line, x * 3), sample(line, x * 3 + 1), sample(line, x * 3 + 2), 255);
    default:
      return (line, x, to, at) =>
        put(to, at, sample(line, x * 4), sample(line, x * 4 + 1), sample(line, x * 4 + 2), sample(line, x * 4 + 3));
  }
}

/** Yields after every line, so that whoever runs it can do something else in between. Throws `PictureError`. */
export function* decodePng(bytes: Uint8Array): Generator<void, DecodedPicture> {
  const chunks = readChunks(bytes);
  const { width, height, depth, colorType } = chunks.header;
  const bits = (samplesOfType[colorType] ?? 1) * depth;
  const lineBytes = Math.ceil((width * bits) / 8);
  const step = Math.max(1, bits >> 3);
  const raw = inflated(chunks.data, height * (lineBytes + 1));
  if (raw.length < height * (lineBytes + 1)) throw new PictureError('It ends too early.');
  yield;
  const rgba = new Uint8Array(width * height * 4);
  const read = pixelReader(chunks);
  let above: Uint8Array | undefined;
  for (let y = 0; y < height; y += 1) {
    const start = y * (lineBytes + 1);
    const line = raw.subarray(start + 1, start + 1 + lineBytes);
    unfilter(raw[start] ?? 0, line, above, step);
    for (let x = 0; x < width; x += 1) read(line, x, rgba, (y * width + x) * 4);
    above = line;
    yield;
  }
  return { width, height, rgba };
}

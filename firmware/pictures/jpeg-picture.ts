// Reads JPEG (ITU-T T.81, JFIF): baseline, extended and progressive, 8 bits, grey or YCbCr. Yields in between.

import { type HuffmanTable, huffmanTable, JpegBits } from './jpeg-bits.ts';
import { type Component, decodeScan, type ScanComponent } from './jpeg-scan.ts';
import { inverseTransform, zigzag } from './jpeg-transform.ts';
import { checkSize, type DecodedPicture, PictureError } from './picture.ts';

/** A file that promises more scans than this only wants to keep us busy. */
const mostScans = 64;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly unitsWide: number;
  readonly unitsHigh: number;
  readonly mostAcross: number;
  readonly mostDown: number;
  readonly components: readonly Component[];
}

interface Tables {
  readonly quantization: Map<number, Uint16Array>;
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, HuffmanTable>;
  restartInterval: number;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function readQuantization(segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const [head = 0] = segment.subarray(at);
    const wide = head >> 4 !== 0;
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k += 1) {
      const from = at + 1 + (wide ? 2 * k : k);
      table[k] = wide ? ((segment[from] ?? 0) << 8) | (segment[from + 1] ?? 0) : (segment[from] ?? 0);
    }
    tables.quantization.set(head & 15, table);
    at += wide ? 129 : 65;
  }
}

function readHuffman(segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const head = segment[at] as number;
    const counts = segment.subarray(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    const values = segment.subarray(at + 17, at + 17 + size);
    (head >> 4 === 0 ? tables.dc : tables.ac).set(head & 15, huffmanTable(counts, values));
    at += 17 + size;
  }
}

function readFrame(segment: Uint8Array, progressive: boolean): Frame {
  const [precision, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, count = 0] = segment;
  const width = (widthHigh << 8) | widthLow;
  const height = (heightHigh << 8) | heightLow;
  checkSize(width, height);
  if (precision !== 8) throw new PictureError('It has more than 8 bits a colour.');
  if ((count !== 1 && count !== 3) || segment.length < 6 + 3 * count) throw new PictureError('Its colours are of no known kind.');
  const parts = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, quantization = 0] = segment.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15, quantization };
  });
  if (parts.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4)) {
    throw new PictureError('Its header is damaged.');
  }
  const mostAcross = Math.max(...parts.map(({ across }) => across));
  const mostDown = Math.max(...parts.map(({ down }) => down));
  const unitsWide = Math.ceil(width / (8 * mostAcross));
  const unitsHigh = Math.ceil(height / (8 * mostDown));
  const components = parts.map((part) => {
    const blocksWide = unitsWide * part.across;
    const blocksHigh = unitsHigh * part.down;
    return { ...part, blocksWide, blocksHigh, coefficients: new Int16Array(blocksWide * blocksHigh * 64) };
  });
  return { width, height, progressive, unitsWide, unitsHigh, mostAcross, mostDown, components };
}

function* readScan(bytes: Uint8Array, at: number, segment: Uint8Array, frame: Frame, tables: Tables): Generator<void, number> {
  const [count = 0] = segment;
  if (count < 1 || count > frame.components.length) throw new PictureError('Its header is damaged.');
  const components = Array.from({ length: count }, (_, i): ScanComponent => {
    const [id, ids = 0] = segment.subarray(1 + 2 * i);
    const component = frame.components.find((each) => each.id === id);
    if (component === undefined) throw new PictureError('Its header is damaged.');
    return { component, dc: tables.dc.get(ids >> 4), ac: tables.ac.get(ids & 15) };
  });
  const [from = 0, to = 63, approximation = 0] = segment.subarray(1 + 2 * count);
  if (from > 63 || to > 63 || from > to) throw new PictureError('Its header is damaged.');
  const bits = new JpegBits(bytes, at);
  yield* decodeScan(bits, {
    components,
    progressive: frame.progressive,
    from,
    to,
    high: approximation >> 4,
    low: approximation & 15,
    restartInterval: tables.restartInterval,
    unitsWide: frame.unitsWide,
    unitsHigh: frame.unitsHigh,
    ownBlocks: ({ across, down }) => ({
      wide: Math.ceil(Math.ceil((frame.width * across) / frame.mostAcross) / 8),
      high: Math.ceil(Math.ceil((frame.height * down) / frame.mostDown) / 8),
    }),
  });
  return bits.at;
}

/** The samples of a component, one byte each, its plane padded to whole units. */
function* planeOf(component: Component, quantization: Uint16Array): Generator<void, Uint8ClampedArray> {
  const { blocksWide, blocksHigh, coefficients } = component;
  const plane = new Uint8ClampedArray(blocksWide * blocksHigh * 64);
  const block = new Float32Array(64);
  for (let row = 0; row < blocksHigh; row += 1) {
    for (let column = 0; column < blocksWide; column += 1) {
      const from = (row * blocksWide + column) * 64;
      for (let k = 0; k < 64; k += 1) {
        block[zigzag[k] as number] = (coefficients[from + k] as number) * (quantization[k] as number);
      }
      inverseTransform(block, plane, row * 8 * blocksWide * 8 + column * 8, blocksWide * 8);
    }
    yield;
  }
  return plane;
}

function* painted(frame: Frame, planes: readonly Uint8ClampedArray[]): Generator<void, DecodedPicture> {
  const { width, height, components, mostAcross, mostDown } = frame;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const sample = (index: number, x: number, y: number): number => {
    const { across, down, blocksWide } = components[index] as Component;
    const row = Math.floor((y * down) / mostDown);
    return planes[index]?.[row * blocksWide * 8 + Math.floor((x * across) / mostAcross)] ?? 0;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const luma = sample(0, x, y);
      const blue = components.length === 3 ? sample(1, x, y) - 128 : 0;
      const red = components.length === 3 ? sample(2, x, y) - 128 : 0;
      // JFIF 1.02, page 3.
      rgba[at] = luma + 1.402 * red;
      rgba[at + 1] = luma - 0.344136 * blue - 0.714136 * red;
      rgba[at + 2] = luma + 1.772 * blue;
      rgba[at + 3] = 255;
    }
    yield;
  }
  return { width, height, rgba: new Uint8Array(rgba.buffer) };
}

/** The next marker at or after this place, fill bytes and what is left of a scan skipped; undefined: none. */
function nextMarker(bytes: Uint8Array, from: number): { readonly marker: number; readonly at: number } | undefined {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const marker = bytes[at + 1] as number;
    if (bytes[at] === 0xff && marker !== 0 && marker !== 0xff) return { marker, at: at + 2 };
  }
  return undefined;
}

/** What the segments have told so far. */
class Reading {
  readonly tables: Tables = { quantization: new Map(), dc: new Map(), ac: new Map(), restartInterval: 0 };
  frame: Frame | undefined;

  take(marker: number, segment: Uint8Array): void {
    if (marker === 0xdb) readQuantization(segment, this.tables);
    else if (marker === 0xc4) readHuffman(segment, this.tables);
    else if (marker === 0xdd) this.tables.restartInterval = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0);
    else if (frames.has(marker)) this.#begin(marker, segment);
    else if (unread.has(marker)) throw new PictureError('It is packed in a way that is not read here.');
  }

  #begin(marker: number, segment: Uint8Array): void {
    if (this.frame !== undefined) throw new PictureError('It holds more than one picture.');
    this.frame = readFrame(segment, marker === progressiveFrame);
  }
}

const progressiveFrame = 0xc2;
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, progressiveFrame]);
/** Lossless, hierarchical and arithmetic coding (§B.1.1.3). */
const unread: ReadonlySet<number> = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const startOfScan = 0xda;
const endOfImage = 0xd9;

/** The bytes of the segment that begins here; undefined: the file ends before it does. */
function segmentAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return length < 2 || at + length > bytes.length ? undefined : bytes.subarray(at + 2, at + length);
}

function isBare(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd8;
}

/** Reads up to the end of the picture, or of the file. */
function* readSegments(
  bytes: Uint8Array,
): Generator<void, { readonly frame: Frame; readonly quantization: Tables['quantization'] }> {
  const reading = new Reading();
  let scans = 0;
  for (let found = nextMarker(bytes, 2); found !== undefined && found.marker !== endOfImage; ) {
    const { marker, at } = found;
    const segment = isBare(marker) ? undefined : segmentAt(bytes, at);
    let next = at;
    if (segment !== undefined) {
      next = at + segment.length + 2;
      reading.take(marker, segment);
      if (marker === startOfScan && reading.frame !== undefined && scans < mostScans) {
        scans += 1;
        next = yield* readScan(bytes, next, segment, reading.frame, reading.tables);
      }
    } else if (!isBare(marker)) break;
    found = nextMarker(bytes, next);
  }
  if (reading.frame === undefined || scans === 0) throw new PictureError('It has no data.');
  return { frame: reading.frame, quantization: reading.tables.quantization };
}

/** Yields after every row, so that whoever runs it can do something else in between. Throws `PictureError`. */
export function* decodeJpeg(bytes: Uint8Array): Generator<void, DecodedPicture> {
  const { frame, quantization } = yield* readSegments(bytes);
  const planes: Uint8ClampedArray[] = [];
  for (const component of frame.components) {
    planes.push(yield* planeOf(component, quantization.get(component.quantization) ?? new Uint16Array(64).fill(1)));
  }
  return yield* painted(frame, planes);
}

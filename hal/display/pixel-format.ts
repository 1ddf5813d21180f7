// From the phone's pixels to a framebuffer's bytes: 16, 24 and 32 bits a pixel by the kernel's bit fields, one bit in rows or pages.

import type { Frame, Rectangle } from './display.ts';

/** Where a colour stands in a pixel, as <linux/fb.h> tells it. */
export interface ColorField {
  readonly offset: number;
  readonly length: number;
}

export type PixelFormat =
  | {
      readonly kind: 'color';
      readonly bytes: 2 | 3 | 4;
      readonly red: ColorField;
      readonly green: ColorField;
      readonly blue: ColorField;
      /** Of a black-and-white picture: dark pixels shine. */
      readonly darkShines?: boolean;
    }
  /** `lsb`: the leftmost pixel is the lowest bit. `darkIs`: the bit of a dark pixel. */
  | { readonly kind: 'rows'; readonly first: 'lsb' | 'msb'; readonly darkIs: 0 | 1 }
  /** A byte is eight pixels of a column, the uppermost the lowest bit, as small LCD controllers have their memory. */
  | { readonly kind: 'pages'; readonly darkIs: 0 | 1 };

/** Bytes of a picture's memory. `stride` is a line's length; a page's, where there are pages. */
export interface PixelMemory {
  readonly format: PixelFormat;
  readonly bytes: Uint8Array;
  readonly stride: number;
  /** Where the picture begins in the memory. */
  readonly left: number;
  readonly top: number;
}

/** Writes the rectangle of the frame. The rectangle lies within the frame, and the frame within the memory. */
export function packPixels(memory: PixelMemory, frame: Frame, area: Rectangle): void {
  switch (memory.format.kind) {
    case 'color':
      packColors(memory, memory.format, colorsOf(frame, memory.format), area);
      return;
    case 'rows':
      packRows(memory, memory.format, darkness(frame), area);
      return;
    case 'pages':
      packPages(memory, memory.format.darkIs, darkness(frame), area);
  }
}

type ColorFormat = Extract<PixelFormat, { readonly kind: 'color' }>;

interface Pixels {
  readonly width: number;
  readonly at: (index: number) => number;
}

function colorsOf(frame: Frame, format: ColorFormat): Pixels {
  const { width, pixels } = frame;
  if (frame.format === 'mono') {
    const white = join565(0xffff, format);
    const shining = format.darkShines === true ? 1 : 0;
    return { width, at: (index) => (pixels[index] === shining ? white : 0) };
  }
  if (isRgb565(format)) return { width, at: (index) => pixels[index] ?? 0 };
  const table = tableOf(format);
  return { width, at: (index) => table[pixels[index] ?? 0] ?? 0 };
}

function isRgb565({ bytes, red, green, blue }: ColorFormat): boolean {
  return bytes === 2 && red.offset === 11 && green.offset === 5 && green.length === 6 && blue.offset === 0;
}

const tables = new Map<string, Uint32Array>();

/** All 65,536 colours as the memory wants them; 256 KB, made once. */
function tableOf(format: ColorFormat): Uint32Array {
  const key = JSON.stringify(format);
  const known = tables.get(key);
  if (known !== undefined) return known;
  const table = Uint32Array.from({ length: 65_536 }, (_, pixel) => join565(pixel, format));
  tables.set(key, table);
  return table;
}

function join565(pixel: number, { red, green, blue }: ColorFormat): number {
  return (scaled(pixel >> 11, 5, red) | scaled((pixel >> 5) & 63, 6, green) | scaled(pixel & 31, 5, blue)) >>> 0;
}

/** The brightest stays the brightest, whatever the number of bits. */
function scaled(value: number, bits: number, { offset, length }: ColorField): number {
  return Math.round((value * (2 ** length - 1)) / (2 ** bits - 1)) << offset;
}

function packColors(
  { bytes, stride, left, top }: PixelMemory,
  { bytes: size }: ColorFormat,
  { width, at }: Pixels,
  area: Rectangle,
): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    let target = (top + y) * stride + (left + area.x) * size;
    const start = y * width;
    for (let x = area.x; x < area.x + area.width; x++) {
      let pixel = at(start + x);
      for (let byte = 0; byte < size; byte++) {
        bytes[target++] = pixel & 255;
        pixel >>>= 8;
      }
    }
  }
}

/** On a black-and-white memory a colour frame is a mistake of the board's data, refused when the display is opened. */
function darkness({ width, pixels }: Frame): Pixels {
  return { width, at: (index) => pixels[index] ?? 0 };
}

type RowFormat = Extract<PixelFormat, { readonly kind: 'rows' }>;

function packRows(
  { bytes, stride, left, top }: PixelMemory,
  { first, darkIs }: RowFormat,
  { width, at }: Pixels,
  area: Rectangle,
): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      const column = left + x;
      const index = (top + y) * stride + (column >> 3);
      setBit(bytes, index, first === 'lsb' ? column & 7 : 7 - (column & 7), (at(y * width + x) === 0) !== (darkIs === 1));
    }
  }
}

function packPages({ bytes, stride, left, top }: PixelMemory, darkIs: 0 | 1, { width, at }: Pixels, area: Rectangle): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    const row = top + y;
    for (let x = area.x; x < area.x + area.width; x++) {
      setBit(bytes, (row >> 3) * stride + left + x, row & 7, (at(y * width + x) === 0) !== (darkIs === 1));
    }
  }
}

function setBit(bytes: Uint8Array, index: number, bit: number, on: boolean): void {
  const mask = 1 << bit;
  bytes[index] = on ? (bytes[index] ?? 0) | mask : (bytes[index] ?? 0) & ~mask;
}

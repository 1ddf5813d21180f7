// A picture in the form of one kind of frame: RGB565 words, or a byte a pixel that is 0 light or 1 dark.

import { type Color, toRgb565 } from './canvas.ts';

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint16Array | Uint8Array;
  /** How much of what is behind each pixel covers, 0 to 255; absent: all of it. */
  readonly alpha?: Uint8Array;
}

/** Four bytes a pixel: red, green, blue, alpha. */
export interface Picture32 {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** 4x4 ordered dither: 5 or 6 bits a channel show steps otherwise. */
const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

function dithered(rgba: Uint8Array, at: number, threshold: number): Color {
  const channel = (value: number, step: number): number => Math.min(255, value + ((threshold << step) >> 4));
  return (channel(rgba[at] as number, 3) << 16) | (channel(rgba[at + 1] as number, 2) << 8) | channel(rgba[at + 2] as number, 3);
}

/** Each `yield` is a line: a large picture takes longer than the main thread may be held. */
export function* colorBitmap({ width, height, rgba }: Picture32): Generator<void, Bitmap> {
  const pixels = new Uint16Array(width * height);
  const alpha = new Uint8Array(width * height);
  let opaque = true;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const threshold = bayer[((y & 3) << 2) | (x & 3)] ?? 0;
      pixels[at] = toRgb565(dithered(rgba, at * 4, threshold));
      alpha[at] = rgba[at * 4 + 3] as number;
      if (alpha[at] !== 255) opaque = false;
    }
    yield;
  }
  return { width, height, pixels, ...(opaque ? {} : { alpha }) };
}

/** Light and dark in the mean of the picture, by Floyd and Steinberg's diffusion; what is transparent stays light. */
export function monoBitmap({ width, height, rgba }: Picture32): Bitmap {
  const pixels = new Uint8Array(width * height);
  const grey = new Float32Array((width + 2) * (height + 1));
  for (let i = 0; i < pixels.length; i += 1) {
    const at = i * 4;
    const luma = 0.299 * (rgba[at] as number) + 0.587 * (rgba[at + 1] as number) + 0.114 * (rgba[at + 2] as number);
    const covered = (rgba[at + 3] as number) / 255;
    grey[(width + 2) * Math.floor(i / width) + 1 + (i % width)] = luma * covered + 255 * (1 - covered);
  }
  for (let i = 0; i < pixels.length; i += 1) {
    const at = (width + 2) * Math.floor(i / width) + 1 + (i % width);
    const value = grey[at] as number;
    const dark = value < 128;
    pixels[i] = dark ? 1 : 0;
    const error = value - (dark ? 0 : 255);
    grey[at + 1] = (grey[at + 1] as number) + (error * 7) / 16;
    grey[at + width + 1] = (grey[at + width + 1] as number) + (error * 3) / 16;
    grey[at + width + 2] = (grey[at + width + 2] as number) + (error * 5) / 16;
    grey[at + width + 3] = (grey[at + width + 3] as number) + error / 16;
  }
  return { width, height, pixels };
}

const veils = new WeakMap<Bitmap, Map<number, Bitmap>>();

/** How much of a background is covered, so that text on it keeps a contrast of 4.5:1 whatever the picture is. */
export const veilShare = 0.62;

/** The picture behind a veil of this colour; the same object for the same two. Colour pictures only. */
export function veiled(bitmap: Bitmap, color: Color): Bitmap {
  const known = veils.get(bitmap) ?? new Map<number, Bitmap>();
  veils.set(bitmap, known);
  const made = known.get(color);
  if (made !== undefined) return made;
  const word = toRgb565(color);
  // What each value of a channel becomes: a large picture mixed pixel by pixel would hold the main thread for 100 ms.
  const mixed = (shift: number, mask: number): Uint16Array => {
    const over = (word >> shift) & mask;
    return Uint16Array.from({ length: mask + 1 }, (_, own) => Math.round(own + (over - own) * veilShare) << shift);
  };
  const [red, green, blue] = [mixed(11, 31), mixed(5, 63), mixed(0, 31)];
  const pixels = new Uint16Array(bitmap.pixels);
  for (let at = 0; at < pixels.length; at += 1) {
    const value = pixels[at] as number;
    pixels[at] = (red[value >> 11] as number) | (green[(value >> 5) & 63] as number) | (blue[value & 31] as number);
  }
  const result = { width: bitmap.width, height: bitmap.height, pixels };
  known.set(color, result);
  return result;
}

// Draws on an RGB565 frame, with coverage blended by whole numbers.

import type { Frame, Rectangle } from '#hal/display/display';
import type { Bitmap } from './bitmap.ts';
import { type Canvas, type Color, intersect, isEmpty, toRgb565 } from './canvas.ts';

/** 4x4 ordered dither, 0 to 15. */
const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** One channel of 8 bits to `bits`, rounded up where the dither's threshold says so. */
function ditherChannel(value: number, bits: 5 | 6, threshold: number): number {
  const step = 8 - bits;
  return Math.min((1 << bits) - 1, (value + (threshold << step) / 16) >> step);
}

/** What a line of a gradient repeats, `part` of the way from one colour to the other. */
function ditheredWords(from: Color, to: Color, part: number, y: number): readonly number[] {
  const channel = (shift: number): number => {
    const start = (from >> shift) & 255;
    return start + (((to >> shift) & 255) - start) * part;
  };
  const [red, green, blue] = [channel(16), channel(8), channel(0)];
  return [0, 1, 2, 3].map((x) => {
    const threshold = bayer[((y & 3) << 2) | x] ?? 0;
    return (
      (ditherChannel(red, 5, threshold) << 11) | (ditherChannel(green, 6, threshold) << 5) | ditherChannel(blue, 5, threshold)
    );
  });
}

/** `share` of 32 of the one over the other. */
function mixed(below: number, above: number, share: number): number {
  const redBlue = below & 0xf81f;
  const green = below & 0x07e0;
  return (
    ((redBlue + ((((above & 0xf81f) - redBlue) * share) >> 5)) & 0xf81f) |
    ((green + ((((above & 0x07e0) - green) * share) >> 5)) & 0x07e0)
  );
}

export class ColorCanvas implements Canvas {
  readonly frame: Extract<Frame, { format: 'rgb565' }>;

  constructor(width: number, height: number) {
    this.frame = { format: 'rgb565', width, height, pixels: new Uint16Array(width * height) };
  }

  fill(box: Rectangle, color: Color, clip: Rectangle): void {
    const area = intersect(box, clip);
    if (isEmpty(area)) return;
    const { pixels, width } = this.frame;
    const word = toRgb565(color);
    for (let y = area.y; y < area.y + area.height; y += 1) {
      pixels.fill(word, y * width + area.x, y * width + area.x + area.width);
    }
  }

  gradient(box: Rectangle, top: Color, bottom: Color, clip: Rectangle): void {
    const area = intersect(box, clip);
    const { pixels, width } = this.frame;
    const last = Math.max(1, box.height - 1);
    for (let y = area.y; y < area.y + area.height; y += 1) {
      // The pattern repeats every four pixels: four words make the line.
      const words = ditheredWords(top, bottom, (y - box.y) / last, y);
      const start = y * width;
      for (let x = area.x; x < area.x + area.width; x += 1) pixels[start + x] = words[x & 3] as number;
    }
  }

  picture(x: number, y: number, { width, height, pixels: own, alpha }: Bitmap, clip: Rectangle): void {
    const area = intersect({ x, y, width, height }, clip);
    const { pixels } = this.frame;
    for (let row = area.y; row < area.y + area.height; row += 1) {
      const from = (row - y) * width + (area.x - x);
      const to = row * this.frame.width + area.x;
      if (alpha === undefined) {
        pixels.set(own.subarray(from, from + area.width), to);
        continue;
      }
      for (let i = 0; i < area.width; i += 1) {
        pixels[to + i] = mixed(pixels[to + i] as number, own[from + i] as number, ((alpha[from + i] as number) + 4) >> 3);
      }
    }
  }

  cover(x: number, y: number, width: number, height: number, coverage: Uint8Array, color: Color, clip: Rectangle): void {
    const area = intersect({ x, y, width, height }, clip);
    if (isEmpty(area)) return;
    const { pixels } = this.frame;
    const word = toRgb565(color);
    // Red and blue in one number, green in another: two multiplications a pixel instead of three.
    const redBlue = word & 0xf81f;
    const green = word & 0x07e0;
    for (let row = area.y; row < area.y + area.height; row += 1) {
      let from = (row - y) * width + (area.x - x);
      let to = row * this.frame.width + area.x;
      for (let column = 0; column < area.width; column += 1, from += 1, to += 1) {
        const covered = coverage[from] as number;
        if (covered === 0) continue;
        if (covered > 251) {
          pixels[to] = word;
          continue;
        }
        const alpha = (covered + 4) >> 3;
        const below = pixels[to] as number;
        const belowRedBlue = below & 0xf81f;
        const belowGreen = below & 0x07e0;
        pixels[to] =
          ((belowRedBlue + (((redBlue - belowRedBlue) * alpha) >> 5)) & 0xf81f) |
          ((belowGreen + (((green - belowGreen) * alpha) >> 5)) & 0x07e0);
      }
    }
  }
}

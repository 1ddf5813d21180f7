// Draws on a mono frame: one byte a pixel, 0 light or 1 dark; coverage of a half and more sets the pixel.

import type { Frame, Rectangle } from '#hal/display/display';
import type { Bitmap } from './bitmap.ts';
import { type Canvas, type Color, intersect } from './canvas.ts';

export class MonoCanvas implements Canvas {
  readonly frame: Extract<Frame, { format: 'mono' }>;

  constructor(width: number, height: number) {
    this.frame = { format: 'mono', width, height, pixels: new Uint8Array(width * height) };
  }

  fill(box: Rectangle, color: Color, clip: Rectangle): void {
    const area = intersect(box, clip);
    if (area.width === 0) return;
    const { pixels, width } = this.frame;
    for (let y = area.y; y < area.y + area.height; y += 1) {
      pixels.fill(color, y * width + area.x, y * width + area.x + area.width);
    }
  }

  gradient(box: Rectangle, top: Color, _bottom: Color, clip: Rectangle): void {
    this.fill(box, top, clip);
  }

  picture(x: number, y: number, { width, height, pixels: own }: Bitmap, clip: Rectangle): void {
    const area = intersect({ x, y, width, height }, clip);
    const { pixels } = this.frame;
    for (let row = area.y; row < area.y + area.height; row += 1) {
      const from = (row - y) * width + (area.x - x);
      pixels.set(own.subarray(from, from + area.width), row * this.frame.width + area.x);
    }
  }

  cover(x: number, y: number, width: number, height: number, coverage: Uint8Array, color: Color, clip: Rectangle): void {
    const area = intersect({ x, y, width, height }, clip);
    const { pixels } = this.frame;
    for (let row = area.y; row < area.y + area.height; row += 1) {
      for (let column = area.x; column < area.x + area.width; column += 1) {
        if ((coverage[(row - y) * width + (column - x)] ?? 0) >= 128) pixels[row * this.frame.width + column] = color;
      }
    }
  }
}

// What can be drawn on: the few operations that a colour and a mono frame share.

import type { Frame, Rectangle } from '#hal/display/display';
import type { Bitmap } from './bitmap.ts';

/** Colour frames: 0xRRGGBB. Mono frames: 0 light, 1 dark. The theme's palette holds what fits its canvas. */
export type Color = number;

/** Pixels outside `clip` stay as they are, whatever is drawn. */
export interface Canvas {
  readonly frame: Frame;
  fill(box: Rectangle, color: Color, clip: Rectangle): void;
  /** From `top` to `bottom`, dithered: 5 or 6 bits a channel show steps otherwise. */
  gradient(box: Rectangle, top: Color, bottom: Color, clip: Rectangle): void;
  /** Lays a picture down; it must be of this canvas's kind. */
  picture(x: number, y: number, bitmap: Bitmap, clip: Rectangle): void;
  /** Lays `color` on, as much as the coverage (0 to 255 a pixel, `width` a row) says. */
  cover(x: number, y: number, width: number, height: number, coverage: Uint8Array, color: Color, clip: Rectangle): void;
}

/** The common part; width or height 0 when there is none. */
export function intersect(a: Rectangle, b: Rectangle): Rectangle {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}

/** The smallest rectangle around both. */
export function unite(a: Rectangle, b: Rectangle): Rectangle {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

export function isEmpty(box: Rectangle): boolean {
  return box.width <= 0 || box.height <= 0;
}

export function toRgb565(color: Color): number {
  return ((color >> 8) & 0xf800) | ((color >> 5) & 0x07e0) | ((color >> 3) & 0x001f);
}

// Which part of a rectangle lies on the display.

import type { Rectangle } from './display.ts';

/** Undefined when nothing of it does. */
export function clamped(
  { x, y, width, height }: Rectangle,
  size: { readonly width: number; readonly height: number },
): Rectangle | undefined {
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(size.width, Math.ceil(x + width));
  const bottom = Math.min(size.height, Math.ceil(y + height));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : undefined;
}

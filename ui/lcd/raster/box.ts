// Cuts rectangles for layout. A cut never takes more than there is.

import type { Rectangle } from '#hal/display/display';

export function inset(box: Rectangle, horizontal: number, vertical: number = horizontal): Rectangle {
  return {
    x: box.x + horizontal,
    y: box.y + vertical,
    width: Math.max(0, box.width - 2 * horizontal),
    height: Math.max(0, box.height - 2 * vertical),
  };
}

/** The upper part and the rest. */
export function cutTop(box: Rectangle, height: number): readonly [Rectangle, Rectangle] {
  const cut = Math.max(0, Math.min(height, box.height));
  return [
    { ...box, height: cut },
    { ...box, y: box.y + cut, height: box.height - cut },
  ];
}

/** The lower part and the rest. */
export function cutBottom(box: Rectangle, height: number): readonly [Rectangle, Rectangle] {
  const [rest, low] = cutTop(box, Math.max(0, box.height - height));
  return [low, rest];
}

/** The left part and the rest. */
export function cutLeft(box: Rectangle, width: number): readonly [Rectangle, Rectangle] {
  const cut = Math.max(0, Math.min(width, box.width));
  return [
    { ...box, width: cut },
    { ...box, x: box.x + cut, width: box.width - cut },
  ];
}

/** The right part and the rest. */
export function cutRight(box: Rectangle, width: number): readonly [Rectangle, Rectangle] {
  const [rest, right] = cutLeft(box, Math.max(0, box.width - width));
  return [right, rest];
}

/** A box of this size in the middle of another. */
export function centred(box: Rectangle, width: number, height: number): Rectangle {
  return { x: box.x + ((box.width - width) >> 1), y: box.y + ((box.height - height) >> 1), width, height };
}

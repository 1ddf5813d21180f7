// What of the picture a slow page has not been given yet: a few rectangles, or one around them all when they become many.

import type { Rectangle } from '../display/display.ts';

const mostRectangles = 16;

export class DirtyArea {
  #rectangles: Rectangle[] = [];

  add(rectangles: readonly Rectangle[]): void {
    this.#rectangles.push(...rectangles.filter((one) => !this.#rectangles.some((other) => contains(other, one))));
    if (this.#rectangles.length > mostRectangles) this.#rectangles = [around(this.#rectangles)];
  }

  /** What there is, and nothing from then on. */
  take(): readonly Rectangle[] {
    const taken = this.#rectangles;
    this.#rectangles = [];
    return taken;
  }
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function around(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((one) => one.x));
  const y = Math.min(...rectangles.map((one) => one.y));
  const right = Math.max(...rectangles.map((one) => one.x + one.width));
  const bottom = Math.max(...rectangles.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

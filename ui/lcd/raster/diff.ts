// Compares two display lists by key and gives the rectangles in which the pictures can differ.

import type { Rectangle } from '#hal/display/display';
import { intersect, isEmpty, unite } from './canvas.ts';
import type { DisplayItem } from './display-list.ts';

/** More than these become one rectangle around all: each costs a transfer to the display. */
const mostRectangles = 12;

function sameBox(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function same(a: DisplayItem, b: DisplayItem): boolean {
  if (a.kind !== b.kind || a.color !== b.color || !sameBox(a.box, b.box)) return false;
  if (a.kind === 'fill' && b.kind === 'fill') return a.radius === b.radius && a.bottomColor === b.bottomColor;
  if (a.kind === 'picture' && b.kind === 'picture') return a.bitmap === b.bitmap;
  if (a.kind === 'icon' && b.kind === 'icon') return a.icon === b.icon && a.mirrored === b.mirrored;
  if (a.kind === 'text' && b.kind === 'text') {
    return a.text === b.text && a.x === b.x && a.baseline === b.baseline && a.role === b.role;
  }
  return false;
}

/** Items that both lists have must keep their order; otherwise which covers which has changed. */
function sameOrder(before: readonly DisplayItem[], after: readonly DisplayItem[]): boolean {
  const place = new Map(after.map((item, index) => [item.key, index]));
  let last = -1;
  for (const { key } of before) {
    const index = place.get(key);
    if (index === undefined) continue;
    if (index < last) return false;
    last = index;
  }
  return true;
}

function touch(a: Rectangle, b: Rectangle): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** Joins rectangles that overlap or touch, until none do. */
function merged(rectangles: readonly Rectangle[]): readonly Rectangle[] {
  const result: Rectangle[] = [];
  for (const rectangle of rectangles) {
    let grown = rectangle;
    for (
      let i = result.findIndex((other) => touch(other, grown));
      i !== -1;
      i = result.findIndex((other) => touch(other, grown))
    ) {
      grown = unite(grown, result[i] as Rectangle);
      result.splice(i, 1);
    }
    result.push(grown);
  }
  return result.length <= mostRectangles ? result : [result.reduce(unite)];
}

/** Where `after` has to be painted over a picture of `before`. */
export function changedRectangles(
  before: readonly DisplayItem[],
  after: readonly DisplayItem[],
  screen: Rectangle,
): readonly Rectangle[] {
  if (!sameOrder(before, after)) return [screen];
  const old = new Map(before.map((item) => [item.key, item]));
  const changed: Rectangle[] = [];
  for (const item of after) {
    const previous = old.get(item.key);
    old.delete(item.key);
    if (previous === undefined) changed.push(item.box);
    else if (!same(previous, item)) changed.push(previous.box, item.box);
  }
  for (const item of old.values()) changed.push(item.box);
  return merged(changed.map((box) => intersect(box, screen)).filter((box) => !isEmpty(box)));
}

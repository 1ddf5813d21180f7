// Paints a display list, or the part of it within a rectangle, on a canvas.

import type { Rectangle } from '#hal/display/display';
import type { FontSet } from '../fonts/font-set.ts';
import type { IconSet } from '../icons/icon-set.ts';
import { type Canvas, intersect, isEmpty } from './canvas.ts';
import type { DisplayItem, FillItem } from './display-list.ts';
import { cornerOf, mirrored } from './shape.ts';

function paintFill(canvas: Canvas, item: FillItem, clip: Rectangle): void {
  const { x, y, width, height } = item.box;
  if (item.bottomColor !== undefined) {
    canvas.gradient(item.box, item.color, item.bottomColor, clip);
    return;
  }
  const radius = Math.min(item.radius, width >> 1, height >> 1);
  if (radius === 0) {
    canvas.fill(item.box, item.color, clip);
    return;
  }
  canvas.fill({ x: x + radius, y, width: width - 2 * radius, height: radius }, item.color, clip);
  canvas.fill({ x, y: y + radius, width, height: height - 2 * radius }, item.color, clip);
  canvas.fill({ x: x + radius, y: y + height - radius, width: width - 2 * radius, height: radius }, item.color, clip);
  const corner = cornerOf(radius);
  for (const right of [false, true]) {
    for (const low of [false, true]) {
      const { coverage } = mirrored(corner, right, low);
      const left = right ? x + width - radius : x;
      const top = low ? y + height - radius : y;
      canvas.cover(left, top, radius, radius, coverage, item.color, clip);
    }
  }
}

/** Paints the items in order; only pixels within `area` change. */
export function paint(canvas: Canvas, items: readonly DisplayItem[], fonts: FontSet, icons: IconSet, area: Rectangle): void {
  for (const item of items) {
    const clip = intersect(item.box, area);
    if (isEmpty(clip)) continue;
    if (item.kind === 'fill') {
      paintFill(canvas, item, clip);
    } else if (item.kind === 'picture') {
      canvas.picture(item.box.x, item.box.y, item.bitmap, clip);
    } else if (item.kind === 'text') {
      fonts.of(item.role).draw(canvas, item.text, item.x, item.baseline, item.color, clip);
    } else {
      const drawn = icons.shapeOf(item.icon, item.box.width);
      const shape = item.mirrored === true ? mirrored(drawn, true, false) : drawn;
      canvas.cover(item.box.x, item.box.y, shape.width, shape.height, shape.coverage, item.color, clip);
    }
  }
}

// Gives an icon's coverage at a size; outlines are converted once a size and kept.

import { coverageOfOutlines } from '../raster/path.ts';
import type { Coverage } from '../raster/shape.ts';
import type { IconName } from './icon-names.ts';
import { iconBitmaps } from './mono-icons.ts';
import { iconOutlines } from './outline-icons.ts';

export interface IconSet {
  /** What the icon takes at least, for a line of `size` pixels. */
  widthOf(icon: IconName, size: number): number;
  shapeOf(icon: IconName, size: number): Coverage;
}

class OutlineIcons implements IconSet {
  readonly #shapes = new Map<string, Coverage>();

  widthOf(_icon: IconName, size: number): number {
    return size;
  }

  shapeOf(icon: IconName, size: number): Coverage {
    const key = `${icon} ${size}`;
    const known = this.#shapes.get(key) ?? coverageOfOutlines(iconOutlines[icon], size);
    this.#shapes.set(key, known);
    return known;
  }
}

function bitmapOf(rows: readonly string[]): Coverage {
  const width = Math.max(...rows.map((row) => row.length));
  const coverage = new Uint8Array(width * rows.length);
  rows.forEach((row, y) => {
    [...row].forEach((character, x) => {
      coverage[y * width + x] = character === '#' ? 255 : 0;
    });
  });
  return { width, height: rows.length, coverage };
}

/** The bitmaps have one size; what is asked for does not matter. */
class BitmapIcons implements IconSet {
  readonly #shapes = new Map<IconName, Coverage>();

  widthOf(icon: IconName): number {
    return this.shapeOf(icon).width;
  }

  shapeOf(icon: IconName): Coverage {
    const known = this.#shapes.get(icon) ?? bitmapOf(iconBitmaps[icon]);
    this.#shapes.set(icon, known);
    return known;
  }
}

/** One of each for all themes: another language has the same icons. */
export const outlineIcons: IconSet = new OutlineIcons();
export const bitmapIcons: IconSet = new BitmapIcons();

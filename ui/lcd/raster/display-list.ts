// The display list: what a screen looks like as plain data, back to front. Two of them are compared to find what to redraw.

import type { Rectangle } from '#hal/display/display';
import type { FontRole } from '../fonts/font-list.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Bitmap } from './bitmap.ts';
import type { Color } from './canvas.ts';

/** Nothing of an item is drawn outside its box. Keys are unique within a list. */
export type DisplayItem = FillItem | TextItem | IconItem | PictureItem;

export interface PictureItem {
  readonly kind: 'picture';
  readonly key: string;
  readonly box: Rectangle;
  readonly bitmap: Bitmap;
  /** What stands for it where only colours count. */
  readonly color: Color;
}

export interface FillItem {
  readonly kind: 'fill';
  readonly key: string;
  readonly box: Rectangle;
  readonly color: Color;
  /** Below `color` to this one, from top to bottom; square corners only. */
  readonly bottomColor?: Color;
  readonly radius: number;
}

export interface TextItem {
  readonly kind: 'text';
  readonly key: string;
  readonly box: Rectangle;
  readonly role: FontRole;
  readonly color: Color;
  /** Already shortened to what fits. */
  readonly text: string;
  /** Where the leftmost character begins; outside the box while a long text scrolls. */
  readonly x: number;
  readonly baseline: number;
}

export interface IconItem {
  readonly kind: 'icon';
  readonly key: string;
  /** Square on colour screens; the bitmap's size on mono ones. */
  readonly box: Rectangle;
  readonly icon: IconName;
  readonly color: Color;
  /** Its left is its right. */
  readonly mirrored?: true;
}

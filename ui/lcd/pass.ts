// One pass over a screen: widgets put what is seen into the display list and what it means into the semantic tree.

import type { Rectangle } from '#hal/display/display';
import type { Font } from './fonts/font.ts';
import type { FontRole } from './fonts/font-list.ts';
import type { IconName } from './icons/icon-names.ts';
import type { Intent } from './intents.ts';
import type { Color } from './raster/canvas.ts';
import { intersect, isEmpty } from './raster/canvas.ts';
import type { DisplayItem } from './raster/display-list.ts';
import type { SemanticItem } from './semantic-tree.ts';
import type { Theme } from './themes/theme.ts';

/** How a text stands in its box. */
export interface TextStyle {
  readonly role: FontRole;
  readonly color: Color;
  readonly align?: 'left' | 'centre' | 'right';
  /** Since when it has the focus: a text too long for its box then scrolls instead of being shortened. */
  readonly focusedForMs?: number;
}

/** A place that can be touched. */
export interface TouchTarget {
  readonly box: Rectangle;
  readonly intent: Intent;
}

/** Beyond this no text is measured: a frame takes the same time whatever comes in. */
const longestText = 240;
/** How long a scrolling text stands still at each end. */
const scrollRestMs = 1200;

export class Pass {
  readonly theme: Theme;
  readonly items: DisplayItem[] = [];
  readonly described: SemanticItem[] = [];
  readonly targets: TouchTarget[] = [];
  focus: number | undefined;
  /** When the picture changes by itself; undefined: never. */
  redrawAfterMs: number | undefined;

  constructor(theme: Theme) {
    this.theme = theme;
  }

  font(role: FontRole): Font {
    return this.theme.fonts.of(role);
  }

  widthOf(text: string, role: FontRole): number {
    return this.font(role).widthOf(text);
  }

  fill(key: string, box: Rectangle, color: Color, radius = 0): void {
    if (!isEmpty(box)) this.items.push({ kind: 'fill', key, box, color, radius });
  }

  gradient(key: string, box: Rectangle, top: Color, bottom: Color): void {
    if (top === bottom) this.fill(key, box, top);
    else this.items.push({ kind: 'fill', key, box, color: top, bottomColor: bottom, radius: 0 });
  }

  /** One line, in the middle of the box's height. Gives the width that it takes. */
  text(key: string, box: Rectangle, whole: string, style: TextStyle): number {
    const text = whole.slice(0, longestText);
    const font = this.font(style.role);
    const full = font.widthOf(text);
    if (full > box.width && style.focusedForMs !== undefined && box.width > 0) {
      return this.#scrolling(key, box, text, style, full - box.width);
    }
    const shown = font.shortened(text, box.width);
    const width = shown === text ? full : font.widthOf(shown);
    if (shown === '') return 0;
    const free = box.width - width;
    const x = box.x + (style.align === 'right' ? free : style.align === 'centre' ? free >> 1 : 0);
    this.#pushText(key, intersect({ ...box, x: x - 1, width: width + 2 }, box), shown, style, x, box);
    return width;
  }

  /** An icon in the middle of the box; never larger than `size`. */
  icon(key: string, box: Rectangle, icon: IconName, color: Color, size: number = this.theme.metrics.icon): void {
    const { width, height } = this.theme.icons.shapeOf(icon, size);
    const place = { x: box.x + ((box.width - width) >> 1), y: box.y + ((box.height - height) >> 1), width, height };
    this.items.push({ kind: 'icon', key, box: place, icon, color });
  }

  describe(item: SemanticItem, focused = false): void {
    if (focused) this.focus = this.described.length;
    this.described.push(item);
  }

  touchable(box: Rectangle, intent: Intent | undefined): void {
    if (intent !== undefined) this.targets.push({ box, intent });
  }

  redrawIn(ms: number): void {
    this.redrawAfterMs = Math.min(this.redrawAfterMs ?? ms, ms);
  }

  #pushText(key: string, clip: Rectangle, text: string, style: TextStyle, x: number, box: Rectangle): void {
    const baseline = box.y + Math.round((box.height + this.font(style.role).capHeight) / 2);
    this.items.push({ kind: 'text', key, box: clip, role: style.role, color: style.color, text, x, baseline });
  }

  #scrolling(key: string, box: Rectangle, text: string, style: TextStyle, overhang: number): number {
    const { px, everyMs } = this.theme.metrics.scrollStep;
    const steps = Math.ceil(overhang / px);
    const travelMs = steps * everyMs;
    const roundMs = travelMs + 2 * scrollRestMs;
    const inRound = (style.focusedForMs ?? 0) % roundMs;
    const movedMs = Math.min(Math.max(inRound - scrollRestMs, 0), travelMs);
    const moved = Math.min(overhang, Math.floor(movedMs / everyMs) * px);
    if (inRound < scrollRestMs) this.redrawIn(scrollRestMs - inRound + everyMs);
    else if (inRound >= scrollRestMs + travelMs) this.redrawIn(roundMs - inRound);
    else this.redrawIn(everyMs);
    // Before it moves it ends in an ellipsis as any other text does, not in half a letter.
    const shown = moved === 0 ? this.font(style.role).shortened(text, box.width) : text;
    this.#pushText(key, box, shown, style, box.x - moved, box);
    return box.width;
  }
}

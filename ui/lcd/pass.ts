// One pass over a screen: widgets put what is seen into the display list and what it means into the semantic tree.

import type { Rectangle } from '#hal/display/display';
import type { DigitKey } from '#hal/keys/keys';
import { directionOf } from '../text/visual-order.ts';
import type { Font } from './fonts/font.ts';
import type { FontRole } from './fonts/font-list.ts';
import type { IconName } from './icons/icon-names.ts';
import type { Intent } from './intents.ts';
import type { Bitmap } from './raster/bitmap.ts';
import type { Color } from './raster/canvas.ts';
import { intersect, isEmpty } from './raster/canvas.ts';
import type { DisplayItem } from './raster/display-list.ts';
import type { SemanticItem } from './semantic-tree.ts';
import type { Theme } from './themes/theme.ts';

/** How a text stands in its box. Left and right are those of a language that is read from left to right. */
export interface TextStyle {
  readonly role: FontRole;
  readonly color: Color;
  readonly align?: 'left' | 'centre' | 'right';
  /** Since when it has the focus: a text too long for its box then scrolls instead of being shortened. */
  readonly focusedForMs?: number;
}

/** A place that can be touched: it means something, or it is a key as the board's own are. */
export type TouchTarget = {
  readonly box: Rectangle;
  /** Of a list that goes along with the finger: the height of its rows. */
  readonly row?: number;
} & ({ readonly intent: Intent } | { readonly key: DigitKey });

/** Beyond this no text is measured: a frame takes the same time whatever comes in. */
const longestText = 240;
/** Icons that point the way in which one reads. */
const pointing: ReadonlySet<IconName> = new Set(['right', 'left', 'dialed', 'received', 'missed', 'forward', 'list', 'volume']);
/** How long a scrolling text stands still at each end. */
const scrollRestMs = 1200;

/**
 * Widgets place everything as for a reader from left to right. In a language that is read from right to left the pass mirrors the places,
 * text excepted, which keeps its own direction.
 */
export class Pass {
  readonly theme: Theme;
  readonly items: DisplayItem[] = [];
  readonly described: SemanticItem[] = [];
  readonly targets: TouchTarget[] = [];
  focus: number | undefined;
  /** When the picture changes by itself; undefined: never. */
  redrawAfterMs: number | undefined;

  #mirrors: boolean;

  constructor(theme: Theme) {
    this.theme = theme;
    this.#mirrors = theme.rightToLeft;
  }

  /** Draws something that belongs to a place of the device (keys beside the display): it stays where it is in every language. */
  asBuilt(draw: () => void): void {
    this.#mirrors = false;
    draw();
    this.#mirrors = this.theme.rightToLeft;
  }

  /** Where a box stands on the screen; and, the other way round, which box stands there. */
  placed(box: Rectangle): Rectangle {
    if (!this.#mirrors) return box;
    const { x, width } = this.theme.screen;
    return { ...box, x: 2 * x + width - box.x - box.width };
  }

  font(role: FontRole): Font {
    return this.theme.fonts.of(role);
  }

  widthOf(text: string, role: FontRole): number {
    return this.font(role).widthOf(text);
  }

  fill(key: string, box: Rectangle, color: Color, radius = 0): void {
    if (!isEmpty(box)) this.items.push({ kind: 'fill', key, box: this.placed(box), color, radius });
  }

  /** In the middle of the box. `ground` stands behind a picture that lets some of it through. */
  picture(key: string, box: Rectangle, bitmap: Bitmap, ground: Color): void {
    const { width, height } = bitmap;
    const place = { x: box.x + ((box.width - width) >> 1), y: box.y + ((box.height - height) >> 1), width, height };
    this.items.push({ kind: 'picture', key, box: this.placed(place), bitmap, color: ground });
  }

  gradient(key: string, box: Rectangle, top: Color, bottom: Color): void {
    if (top === bottom) this.fill(key, box, top);
    else this.items.push({ kind: 'fill', key, box: this.placed(box), color: top, bottomColor: bottom, radius: 0 });
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
    const place = this.placed(box);
    const x = this.#startOf(place, width, style);
    this.#pushText(key, intersect({ ...place, x: x - 1, width: width + 2 }, place), shown, style, x, place);
    return width;
  }

  /** A caret before the character `index` of a text that stands whole in the same box and style. */
  caret(
    key: string,
    box: Rectangle,
    text: string,
    index: number,
    style: TextStyle,
    size: { width: number; height: number },
  ): void {
    const font = this.font(style.role);
    const place = this.placed(box);
    const x = this.#startOf(place, Math.min(font.widthOf(text), place.width), style) + font.caretAt(text, index);
    // Behind a text that fills its box it stands at the edge, not on the last letter.
    const left = Math.max(place.x - size.width, Math.min(place.x + place.width, x));
    const bar = { ...size, x: left, y: box.y + ((box.height - size.height) >> 1) };
    this.items.push({ kind: 'fill', key, box: bar, color: style.color, radius: 0 });
  }

  /** A line under a part of a text that stands whole in the same box and style; `thick` high, at the lower end of the letters. */
  underline(
    key: string,
    box: Rectangle,
    text: string,
    [from, to]: readonly [number, number],
    style: TextStyle,
    thick: number,
  ): void {
    const font = this.font(style.role);
    const place = this.placed(box);
    const start = this.#startOf(place, Math.min(font.widthOf(text), place.width), style);
    const ends = [font.caretAt(text, from), font.caretAt(text, to)] as const;
    const y = Math.min(box.y + box.height, box.y + ((box.height + font.lineHeight) >> 1)) - thick;
    const line = { x: start + Math.min(...ends), y, width: Math.abs(ends[1] - ends[0]), height: thick };
    const seen = intersect(line, place);
    if (!isEmpty(seen)) this.items.push({ kind: 'fill', key, box: seen, color: style.color, radius: 0 });
  }

  /** An icon in the middle of the box; never larger than `size`. */
  icon(key: string, box: Rectangle, icon: IconName, color: Color, size: number = this.theme.metrics.icon): void {
    const { width, height } = this.theme.icons.shapeOf(icon, size);
    const place = { x: box.x + ((box.width - width) >> 1), y: box.y + ((box.height - height) >> 1), width, height };
    const turned = this.#mirrors && pointing.has(icon) ? ({ mirrored: true } as const) : {};
    this.items.push({ kind: 'icon', key, box: this.placed(place), icon, color, ...turned });
  }

  describe(item: SemanticItem, focused = false): void {
    if (focused) this.focus = this.described.length;
    this.described.push(item);
  }

  /** `row`: it belongs to a list, whose rows are so high. */
  touchable(box: Rectangle, intent: Intent | undefined, row?: number): void {
    if (intent === undefined) return;
    this.targets.push({ box: this.placed(box), intent, ...(row === undefined ? {} : { row }) });
  }

  touchableKey(box: Rectangle, key: DigitKey): void {
    this.targets.push({ box: this.placed(box), key });
  }

  redrawIn(ms: number): void {
    this.redrawAfterMs = Math.min(this.redrawAfterMs ?? ms, ms);
  }

  /** Where a text of this width begins within a box on the screen. */
  #startOf(place: Rectangle, width: number, { align = 'left' }: TextStyle): number {
    const free = place.width - width;
    if (align === 'centre') return place.x + (free >> 1);
    return place.x + ((align === 'right') === this.#mirrors ? 0 : free);
  }

  #pushText(key: string, clip: Rectangle, text: string, style: TextStyle, x: number, box: Rectangle): void {
    if (isEmpty(clip)) return;
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
    const place = this.placed(box);
    // What is read from right to left begins at its right end and moves to the right.
    const reads = directionOf(text);
    const start = reads === 'ltr' ? place.x - moved : place.x + place.width - this.font(style.role).widthOf(shown) + moved;
    this.#pushText(key, place, shown, style, start, place);
    return box.width;
  }
}

// Every text of every screen can be read on the ground that it stands on, and every touch target hit with a finger.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contrast } from '#test/support/contrast';
import { everyScreen } from '#test/support/every-screen';
import { situation, situations } from '#test/support/phone-fixture';
import { displayClasses, pictureOf, themeFor } from '#test/support/screen-fixture';
import { veilShare } from '#ui/lcd/raster/bitmap';
import type { DisplayItem, FillItem, PictureItem } from '#ui/lcd/raster/display-list';
import type { ThemeName } from '#ui/lcd/themes/palette';

/** WCAG 2.2 §1.4.3 and §1.4.11: text, and what is no text but has to be seen. */
const leastOfText = 4.5;
const leastOfIcons = 3;

/** 800 by 480 pixels on five inches are 7.35 a millimetre; a finger wants nine. */
const fingerPx = 66;

function behindVeil(color: number, veil: number): number {
  const channel = (shift: number): number => {
    const own = (color >> shift) & 255;
    return Math.round(own + (((veil >> shift) & 255) - own) * veilShare) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** The colours directly below the middle of an item: of a gradient both ends. */
function groundsOf(items: readonly DisplayItem[], index: number): readonly number[] {
  const { box } = items[index] as DisplayItem;
  const x = box.x + (box.width >> 1);
  const y = box.y + (box.height >> 1);
  const covers = (item: DisplayItem): item is FillItem | PictureItem =>
    (item.kind === 'fill' || item.key.endsWith('background')) &&
    x >= item.box.x &&
    x < item.box.x + item.box.width &&
    y >= item.box.y &&
    y < item.box.y + item.box.height;
  const below = items.slice(0, index).findLast(covers);
  if (below === undefined) return [];
  // Behind the veil may be anything from black to white.
  if (below.kind === 'picture') return [0x000000, 0xffffff].map((color) => behindVeil(color, below.color));
  return below.bottomColor === undefined ? [below.color] : [below.color, below.bottomColor];
}

function checkContrast(items: readonly DisplayItem[], mono: boolean, where: string): void {
  items.forEach((item, index) => {
    if (item.kind === 'fill' || item.kind === 'picture') return;
    const grounds = groundsOf(items, index);
    assert.ok(grounds.length > 0, `${where}: ${item.key} stands on nothing`);
    for (const ground of grounds) {
      const ratio = mono ? (ground === item.color ? 1 : 21) : contrast(item.color, ground);
      const least = item.kind === 'text' ? leastOfText : leastOfIcons;
      assert.ok(ratio >= least, `${where}: ${item.key} ${ratio.toFixed(2)}:1`);
    }
  });
}

describe('contrast of what is drawn', () => {
  for (const displayClass of displayClasses) {
    const mono = displayClass.startsWith('mono');
    const themes: readonly ThemeName[] = mono ? ['dark', 'contrast'] : ['dark', 'light', 'contrast'];
    for (const themeName of themes) {
      it(`${displayClass}, ${themeName}`, () => {
        for (const { name, snapshot, ...rest } of everyScreen()) {
          const picture = pictureOf(displayClass, snapshot, { ...rest, themeName });
          checkContrast(picture.items, mono, name);
        }
      });
    }
  }
});

describe('touch', () => {
  it('every target is nine millimetres wide and high at least', () => {
    for (const { name, snapshot, ...rest } of everyScreen()) {
      for (const target of pictureOf('touch-800', snapshot, rest).targets) {
        const { box } = target;
        assert.ok(box.width >= fingerPx && box.height >= fingerPx, `${name}: ${JSON.stringify(target)}`);
      }
    }
  });

  it('every soft key and every row that is chosen can be touched', () => {
    const { screen } = themeFor('touch-800');
    for (const name of Object.keys(situations)) {
      const picture = pictureOf('touch-800', situation(name));
      const low = picture.targets.filter(({ box }) => box.y + box.height === screen.height);
      const used = picture.tree.softkeys.filter(({ action }) => action !== '');
      assert.equal(low.length, used.length, name);
    }
  });
});

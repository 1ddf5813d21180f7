// The icons: every one draws something at every size, and bitmaps are rectangles.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IconName } from '#ui/lcd/icons/icon-names';
import { bitmapIcons, outlineIcons } from '#ui/lcd/icons/icon-set';
import { iconBitmaps } from '#ui/lcd/icons/mono-icons';
import { iconOutlines } from '#ui/lcd/icons/outline-icons';

const names = Object.keys(iconOutlines) as IconName[];

describe('icons', () => {
  it('outlines cover a fair part of their box, at any size, and none is like another', () => {
    const seen = new Map<string, string>();
    for (const name of names) {
      for (const size of [16, 18, 22, 64]) {
        const { coverage } = outlineIcons.shapeOf(name, size);
        const part = coverage.reduce((sum, value) => sum + value, 0) / (255 * size * size);
        assert.ok(part > 0.08 && part < 0.85, `${name} at ${size}: ${part.toFixed(2)}`);
      }
      const shape = outlineIcons.shapeOf(name, 18).coverage.join();
      const twin = seen.get(shape);
      // The receiver stands for an answered call, too.
      assert.ok(twin === undefined || twin === 'answered', `${name} is ${twin}`);
      seen.set(shape, name);
    }
  });

  it('bitmaps have 7 rows of one length', () => {
    for (const name of names) {
      const rows = iconBitmaps[name];
      assert.equal(rows.length, 7, name);
      assert.equal(new Set(rows.map((row) => row.length)).size, 1, name);
      assert.ok(
        rows.every((row) => /^[#.]+$/.test(row)),
        name,
      );
      assert.ok(bitmapIcons.shapeOf(name, 7).coverage.includes(255), name);
    }
  });
});

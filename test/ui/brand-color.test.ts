// Whatever colour a brand has, what it marks can be seen and read.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contrast } from '#test/support/contrast';
import { accentOn, colorOf } from '#ui/brand-color';
import { colorPalettes, paletteOf } from '#ui/lcd/themes/palette';

const brands = [0x000000, 0xffffff, 0x10141c, 0xf3f5f9, 0xe2001a, 0xffcc00, 0x00a651, 0x7f7f7f, 0x0a2a66, 0xff00ff];

describe('a colour of a brand', () => {
  it('is read as it is written on the web', () => {
    assert.equal(colorOf('#E2001a'), 0xe2001a);
    for (const text of ['', 'red', '#fff', 'e2001a', '#e2001a00']) assert.equal(colorOf(text), undefined);
  });

  for (const brand of brands) {
    it(`#${brand.toString(16).padStart(6, '0')} is seen on every theme, and text on it is read`, () => {
      for (const name of ['dark', 'light'] as const) {
        const { accent, onAccent, ground, raised } = paletteOf(name, false, brand);
        for (const behind of [ground, raised]) assert.ok(contrast(accent, behind) >= 3, `${name} ${contrast(accent, behind)}`);
        assert.ok(contrast(onAccent, accent) >= 4.5, `${name} ${contrast(onAccent, accent)}`);
      }
    });
  }

  it('stays itself where it can be seen', () => {
    assert.deepEqual(accentOn(0xe2001a, [0xffffff], 'dark', 4.5), { color: 0xe2001a, on: 0xffffff });
    assert.deepEqual(accentOn(0xffcc00, [0x10141c], 'light', 4.5), { color: 0xffcc00, on: 0x000000 });
  });

  it('leaves high contrast and screens of one colour as they are', () => {
    assert.equal(paletteOf('contrast', false, 0xe2001a), colorPalettes.contrast);
    assert.equal(paletteOf('dark', true, 0xe2001a).accent, 1);
  });
});

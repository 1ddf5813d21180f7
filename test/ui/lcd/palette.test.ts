// Every theme can be read: contrast by WCAG 2.2 §1.4.3, at least 4.5:1 for text.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contrast } from '#test/support/contrast';
import { colorPalettes, type Palette } from '#ui/lcd/themes/palette';

function pairs(palette: Palette): readonly (readonly [string, number, number])[] {
  const grounds = ['ground', 'sky', 'bar', 'raised'] as const;
  return [
    ...grounds.flatMap((ground) => [
      [`text on ${ground}`, palette.text, palette[ground]] as const,
      [`second text on ${ground}`, palette.second, palette[ground]] as const,
    ]),
    ...Object.entries(palette.tone).flatMap(([tone, color]) => [
      [`${tone} on ground`, color, palette.ground] as const,
      [`${tone} on raised`, color, palette.raised] as const,
      [`text on ${tone}`, palette.onTone, color] as const,
    ]),
    ['text on accent', palette.onAccent, palette.accent],
    ['text on a soft key', palette.onSoftKey, palette.softKey],
  ];
}

describe('contrast', () => {
  for (const [name, palette] of Object.entries(colorPalettes)) {
    for (const [what, front, back] of pairs(palette)) {
      it(`${name}: ${what}`, () => {
        const ratio = contrast(front, back);
        assert.ok(ratio >= 4.5, `${ratio.toFixed(2)}:1`);
      });
    }
  }
});

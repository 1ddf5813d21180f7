// One step of the cursor is what ICU takes for one character.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { graphemes } from '#ui/entry/graphemes';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Scripts, marks, syllables in parts, flags, emoji with joiners and colours, controls. Without signs before a number and Indian scripts. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  ...([
    [0x00, 0x7e],
    [0xa0, 0x36f],
    [0x370, 0x5ff],
    [0x606, 0x6dc],
    [0x6de, 0x6ff],
    [0xe00, 0xeff],
  ] as const),
  ...([
    [0x1100, 0x11ff],
    [0xa960, 0xa97c],
    [0xac00, 0xd7fb],
    [0x4e00, 0x4e20],
    [0x3040, 0x30ff],
  ] as const),
  ...([
    [0x1f1e6, 0x1f1ff],
    [0x1f300, 0x1f6ff],
    [0x1f3fb, 0x1f3ff],
    [0x1f468, 0x1f469],
    [0xfe00, 0xfe0f],
  ] as const),
  ...([
    [0x200b, 0x200f],
    [0x200d, 0x200d],
    [0x2028, 0x2029],
    [0x20d0, 0x20ff],
    [0xd800, 0xdfff],
    [0xe0061, 0xe007a],
  ] as const),
];
const letter = fc.oneof(...ranges.map(([min, max]) => fc.integer({ min, max }))).map((code) => String.fromCodePoint(code));
const text = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));

test('the characters of any text are those of ICU', () => {
  fc.assert(
    fc.property(text, (any) => {
      assert.deepEqual(
        graphemes(any),
        [...segmenter.segment(any)].map(({ segment }) => segment),
      );
    }),
    { numRuns: 5000 },
  );
});

test('a family, a flag, a thumb with a colour and a syllable in parts are one each', () => {
  for (const one of ['👨‍👩‍👧‍👦', '🇫🇮', '👍🏽', '\u1112\u1161\u11ab', '\r\n', 'e\u0301\u0323'])
    assert.deepEqual(graphemes(one), [one]);
});

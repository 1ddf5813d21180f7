// Font packs: hostile or damaged bytes are refused, measuring and shortening agree.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fontsFor } from '#test/support/fonts';
import { displayClasses } from '#test/support/screen-fixture';
import { packsOfClass } from '#ui/lcd/fonts/font-list';
import { FontPack } from '#ui/lcd/fonts/font-pack';
import { FontSet } from '#ui/lcd/fonts/font-set';
import { ColorCanvas } from '#ui/lcd/raster/color-canvas';
import { languages } from '#ui/text/languages';

const packs = fontsFor('color-320');
const fonts = FontSet.load('color-320', packs);

describe('font packs', () => {
  it('refuse what is no pack, with a code', () => {
    assert.throws(() => FontPack.parse(new Uint8Array(0)), { code: 'FONT_PACK_DAMAGED' });
    assert.throws(() => FontPack.parse(new Uint8Array(100)), { code: 'FONT_PACK_DAMAGED' });
    const pack = packs.get('sans-400-14') as Uint8Array;
    assert.throws(() => FontPack.parse(pack.slice(0, 500)), { code: 'FONT_PACK_DAMAGED' });
  });

  it('a pack cut short in its pictures draws nothing there instead of failing', () => {
    const whole = packs.get('sans-400-14') as Uint8Array;
    const pack = FontPack.parse(whole.slice(0, whole.length - 2000));
    for (let code = 0x20; code < 0x180; code += 1) {
      const glyph = pack.glyphOf(code);
      if (glyph !== undefined) assert.ok(pack.bitmapOf(glyph, 0).coverage.length >= 0);
    }
  });

  it('a missing pack is named', () => {
    assert.throws(() => FontSet.load('mono-128', new Map()), { code: 'FONT_MISSING' });
  });

  it('names from all over Europe can be drawn', () => {
    for (const name of ['sans-400-14', 'sans-600-28']) {
      const pack = FontPack.parse(packs.get(name) as Uint8Array);
      for (const letter of 'ŁżőñßŞ Ελληνικάώ ЖуковщЇЙё')
        assert.notEqual(pack.glyphOf(letter.charCodeAt(0)), undefined, `${name} ${letter}`);
    }
  });

  it('every class names the packs it needs, each once', () => {
    assert.deepEqual(packsOfClass('mono-128').toSorted(), ['pixel-10', 'pixel-12', 'pixel-8']);
  });
});

describe('text', () => {
  it('digits have one width, so that a running time stands still', () => {
    for (const role of ['small', 'titleStrong', 'clock'] as const) {
      const widths = [...'0123456789'].map((digit) => fonts.of(role).widthOf(digit.repeat(8)));
      assert.equal(new Set(widths).size, 1, role);
    }
  });

  it('is shortened to what fits, with an ellipsis, and only when it must be', () => {
    const font = fonts.of('body');
    assert.equal(font.shortened('Grace', 100), 'Grace');
    for (let width = 20; width < 120; width += 1) assert.doesNotMatch(font.shortened('a. b, c: d. e; f. g', width), /[ .,;:]…$/);
    assert.match(font.shortened('Grace Brewster Murray Hopper', 100), /^Grace.*…$/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.integer({ min: 0, max: 200 }), (text, width) => {
        assert.ok(font.widthOf(font.shortened(text, width)) <= width);
      }),
    );
  });

  it('a letter whose marks the font lacks is drawn without them', () => {
    const small = FontSet.load('mono-128', fontsFor('mono-128'));
    for (const [name, plain] of [
      ['Nguyễn Ḿ', 'Nguyen M'],
      ['Ǵūḷ', 'Gūl'],
    ] as const) {
      const drawn = [name, plain].map((text) => {
        const canvas = new ColorCanvas(128, 16);
        small.of('body').draw(canvas, text, 1, 12, 0xffffff, { x: 0, y: 0, width: 128, height: 16 });
        return canvas.frame.pixels;
      });
      assert.deepEqual(drawn[0], drawn[1], name);
    }
  });

  it('what no pack has is drawn as a box and counted', () => {
    const set = FontSet.load('color-320', packs);
    const canvas = new ColorCanvas(40, 24);
    const whole = { x: 0, y: 0, width: 40, height: 24 };
    set.of('body').draw(canvas, '\u{1f600}\u200d\u{1f600}', 2, 18, 0xffffff, whole);
    assert.deepEqual([...set.missing.characters], ['\u{1f600}']);
    assert.equal(set.missing.count, 1, 'each character is looked up once');
    const drawn = canvas.frame.pixels.filter((pixel) => pixel !== 0).length;
    assert.ok(drawn > 20, 'two boxes');
    assert.ok(set.of('body').widthOf('\u{1f600}') < 20, 'a joiner takes no place of its own');
  });

  it('a missing or damaged pack of a further script leaves boxes, everything else is shown', () => {
    const latin = new Map(packsOfClass('color-320').map((name) => [name, packs.get(name) as Uint8Array]));
    const damaged = { get: (name: string) => latin.get(name) ?? new Uint8Array(50) };
    for (const files of [new Map(latin), damaged]) {
      const set = FontSet.load('color-320', files);
      assert.ok(set.of('body').widthOf('王 Wang') > set.of('body').widthOf(' Wang'));
      assert.deepEqual([...set.missing.characters], ['王']);
    }
  });

  it('Chinese, Japanese and Korean names are read from the packs of their countries', () => {
    for (const displayClass of displayClasses) {
      const set = FontSet.load(displayClass, fontsFor(displayClass));
      for (const role of ['small', 'body', 'titleStrong', 'large'] as const) {
        assert.ok(set.of(role).widthOf('王小明 陳美玲 佐藤ひろし 김민준 Иван Дмитрий שלום') > 0);
      }
      assert.deepEqual([...set.missing.characters], [], displayClass);
    }
  });

  it('the same character has the shape of the language', () => {
    const shapes = (['zh-CN', 'zh-TW', 'ja'] as const).map((language) => {
      const canvas = new ColorCanvas(24, 24);
      const set = FontSet.load('color-320', packs, languages[language]);
      set.of('title').draw(canvas, '骨', 1, 20, 0xffffff, { x: 0, y: 0, width: 24, height: 24 });
      return canvas.frame.pixels.join();
    });
    assert.equal(new Set(shapes).size, 3);
  });

  it('is drawn nowhere outside its clip', () => {
    const canvas = new ColorCanvas(60, 40);
    fonts.of('large').draw(canvas, 'Wgj', 5, 30, 0xffffff, { x: 20, y: 10, width: 10, height: 12 });
    let inside = 0;
    canvas.frame.pixels.forEach((pixel, index) => {
      const [x, y] = [index % 60, Math.floor(index / 60)];
      const within = x >= 20 && x < 30 && y >= 10 && y < 22;
      if (within && pixel !== 0) inside += 1;
      assert.ok(within || pixel === 0, `${x},${y}`);
    });
    assert.ok(inside > 10);
  });
});

// The order in which texts stand on the screen: Hebrew among Latin and digits, isolates, overrides.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fontsFor } from '#test/support/fonts';
import { FontSet } from '#ui/lcd/fonts/font-set';
import { shownName } from '#ui/text/format';
import { filled } from '#ui/text/strings';
import { besideEachOther, directionOf, inVisualOrder, readingAs } from '#ui/text/visual-order';

const ignored = /[\u2066-\u2069\u202a-\u202e\u200e\u200f]/g;

function shown(text: string): string {
  return inVisualOrder(text)
    .map(({ character }) => character)
    .join('')
    .replaceAll(ignored, '');
}

describe('visual order', () => {
  it('leaves what is read from left to right as it is', () => {
    for (const text of ['', 'Grace (2)', '+49 30 12345', '王小明', 'Иван']) assert.equal(shown(text), text);
  });

  it('turns Hebrew, and keeps numbers and Latin words within it', () => {
    assert.equal(shown('שלום'), 'םולש');
    assert.equal(shown('שיחה 12'), '12 החיש');
    assert.equal(shown('שלום Grace Hopper'), 'Grace Hopper םולש');
    assert.equal(shown('Grace שלום'), 'Grace םולש');
  });

  it('mirrors brackets that are read from right to left', () => {
    assert.equal(shown('שלום (2)'), '(2) םולש');
  });

  it('a value in a sentence of the other direction turns neither round', () => {
    assert.equal(shown(filled('הועבר על ידי {name}', { name: 'Bob (office)' })), 'Bob (office) ידי לע רבעוה');
    assert.equal(shown(filled('Diverted by {name} now', { name: 'דני!' })), 'Diverted by !ינד now');
    assert.equal(shown(filled('אל {number} שיחות', { number: '+972 3 123' })), 'תוחיש +972 3 123 לא');
    assert.equal(filled('on {line}', { line: 'Office' }), 'on Office', 'nothing is added where nothing can turn');
  });

  it('a line of a Hebrew text reads as the whole does, even when a Latin name begins it', () => {
    assert.equal(shown(readingAs('rtl', 'Hopper? לא ניתן')), 'ןתינ אל ?Hopper');
    assert.equal(readingAs('rtl', 'שלום'), 'שלום');
    assert.equal(readingAs('ltr', 'Grace'), 'Grace');
    assert.equal(besideEachOther(['+49 30', 'שלום'], '  ', 'rtl').replaceAll(/[^+\d ]/g, ''), '+49 30  ');
    assert.equal(shown(besideEachOther(['+49 30', 'שלום'], '  ', 'rtl')), 'םולש  +49 30');
    assert.equal(besideEachOther(['1002', '', 'Office'], '  ', 'ltr'), '1002  Office');
  });

  it('a caller cannot turn the screen over', () => {
    assert.equal(shownName('Evil\u202egnp.exe\u2067abc\u0007'), 'Evil gnp.exe abc');
    assert.equal(shownName('\u200fבנק'), 'בנק');
    assert.equal(shownName('x'.repeat(10_000)).length, 120);
  });

  it('finds the direction by the first letter outside isolates', () => {
    assert.equal(directionOf('12 שלום'), 'rtl');
    assert.equal(directionOf('Bob שלום'), 'ltr');
    assert.equal(directionOf('\u2068Bob\u2069 שלום'), 'rtl');
    assert.equal(directionOf('12:30'), 'ltr');
  });

  it('loses and adds no character, whatever comes', () => {
    const letters = fc.constantFrom(...'abAB12 .,()[]שלוםאבג\u2067\u2068\u2069\u202e\u05b8', '\u{1f600}', '\u{10800}', '\ud800');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const places = inVisualOrder(text)
          .map(({ at }) => at)
          .toSorted((a, b) => a - b);
        const expected: number[] = [];
        let at = 0;
        for (const character of text) {
          expected.push(at);
          at += character.length;
        }
        assert.deepEqual(places, expected);
      }),
    );
  });
});

describe('caret', () => {
  const font = FontSet.load('color-320', fontsFor('color-320')).of('body');

  it('stands behind what has been read, on whichever side that is', () => {
    const width = font.widthOf('שלום');
    assert.equal(font.caretAt('abc', 0), 0);
    assert.ok(Math.abs(font.caretAt('abc', 3) - font.widthOf('abc')) <= 1);
    assert.ok(Math.abs(font.caretAt('שלום', 0) - width) <= 1);
    assert.equal(font.caretAt('שלום', 4), 0);
    const inside = font.caretAt('שלום', 2);
    assert.ok(inside > 0 && inside < width);
  });

  it('is within the text for every place in it', () => {
    const text = 'Dan דני 12';
    const width = font.widthOf(text);
    for (let i = 0; i <= text.length; i += 1) {
      const at = font.caretAt(text, i);
      assert.ok(at >= 0 && at <= width + 1, `${i}: ${at}`);
    }
  });
});

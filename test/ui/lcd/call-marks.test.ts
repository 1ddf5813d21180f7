// What a call and a conference say beside names: badges, the padlock, initials, the focus.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { situation } from '#test/support/phone-fixture';
import { pictureOf, themeFor } from '#test/support/screen-fixture';
import type { TextItem } from '#ui/lcd/raster/display-list';
import type { Picture } from '#ui/lcd/screens/render';

const keysOf = ({ items }: Picture): readonly string[] => items.map(({ key }) => key);
const textOf = ({ items }: Picture, key: string): string | undefined =>
  items.find((item): item is TextItem => item.kind === 'text' && item.key === key)?.text;

describe('badges', () => {
  it('lose the words of plain facts first, and never the gravest mark', () => {
    const narrow = pictureOf('color-320', situation('callPoor'));
    assert.equal(textOf(narrow, 'badge/quality/text'), 'Poor connection');
    assert.ok(keysOf(narrow).includes('badge/path/icon') && !keysOf(narrow).includes('badge/path/text'));
    const crowded = keysOf(pictureOf('color-320', situation('recordedPoor')));
    for (const id of ['recording', 'muted', 'quality', 'encrypted']) assert.ok(crowded.includes(`badge/${id}/icon`), id);
  });

  it('give their place to the padlock and one word where there is none for them', () => {
    const picture = pictureOf('mono-128', situation('recorded'));
    assert.ok(keysOf(picture).includes('front/encrypted'));
    assert.equal(textOf(picture, 'front/state'), 'Recording');
    assert.equal(textOf(pictureOf('mono-128', situation('recordedPoor')), 'front/state'), 'Poor connection');
    assert.equal(textOf(pictureOf('mono-256', situation('recorded')), 'front/state'), 'Connected');
  });
});

describe('parties of a conference', () => {
  it('are all in sight with whole initials on colour screens, six of them', () => {
    for (const displayClass of ['color-320', 'color-480', 'touch-800'] as const) {
      const picture = pictureOf(displayClass, situation('conferenceOfSix'));
      const names = keysOf(picture).filter((key) => /^party\/.*\/name$/.test(key));
      assert.equal(names.length, 6, displayClass);
      assert.equal(textOf(picture, 'party/c1/initials'), 'GH', displayClass);
    }
  });
});

describe('parties on a small display', () => {
  it('have a scroll bar where not all are in sight', () => {
    assert.ok(keysOf(pictureOf('mono-128', situation('conferenceOfSix'))).includes('scroll'));
    assert.ok(!keysOf(pictureOf('mono-128', situation('conference'))).includes('scroll'));
  });
});

describe('a message', () => {
  it('leaves no word alone on its last line', () => {
    const { items } = pictureOf('mono-256', situation('idle'), { navigation: { pages: [{ page: 'soundTest', focus: 0 }] } });
    const lines = items.filter((item): item is TextItem => item.kind === 'text' && /^message\/\d$/.test(item.key));
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['Press Start, speak for five', 'seconds, and listen to yourself.'],
    );
  });
});

describe('a text that will scroll', () => {
  it('ends in an ellipsis until it moves', () => {
    const resting = textOf(pictureOf('mono-128', situation('incomingDiverted')), 'front/number') ?? '';
    assert.match(resting, /…$|\.\.\.$/);
    assert.ok(themeFor('mono-128').fonts.of('body').widthOf(resting) <= 124);
  });
});

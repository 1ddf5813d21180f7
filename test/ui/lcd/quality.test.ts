// The screen of call quality, and the word on the call's own.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, fixtureNowMs, quality, situation, snapshot } from '#test/support/phone-fixture';
import { displayClasses, pictureOf } from '#test/support/screen-fixture';
import { followed, home, type Navigation } from '#ui/lcd/navigation';
import type { SemanticTree } from '#ui/lcd/semantic-tree';
import type { PhoneSnapshot } from '#ui/phone';

const page: Navigation = { ...home, pages: [{ page: 'quality', call: 'c1', focus: 0 }] };
const talking = (values: Partial<PhoneSnapshot> = {}): PhoneSnapshot =>
  snapshot({ calls: [call({ codec: 'G722' })], focusedCall: 'c1', ...values });
const treeOf = (phone: PhoneSnapshot, navigation: Partial<Navigation> = {}): SemanticTree =>
  pictureOf('color-320', phone, { navigation }).tree;

describe('call quality', () => {
  it('is said in a word and in numbers, on every kind of display', () => {
    for (const displayClass of displayClasses) {
      const { tree } = pictureOf(displayClass, talking({ qualities: [quality()] }), { navigation: page });
      assert.equal(tree.id, 'quality');
      const first = tree.items.find(({ id }) => id === 'grade');
      assert.deepEqual([first?.detail, first?.state], ['Good', 'good'], displayClass);
    }
    const said = JSON.stringify(treeOf(talking({ qualities: [quality()] }), page).items);
    for (const expected of ['4.3', '89', 'G722', '0.4 %', '3 ms', '24 ms', '1.2 %'])
      assert.ok(said.includes(`"${expected}"`), expected);
  });

  it('says that it measures, and what is not known', () => {
    assert.match(JSON.stringify(treeOf(talking(), page).items), /Measuring/);
    const unknown = { grade: undefined, score: undefined, roundTripMs: undefined };
    assert.match(JSON.stringify(treeOf(talking({ qualities: [quality(unknown)] }), page).items), /Not known/);
  });

  it('is in the menu while there is a call, with its word', () => {
    const menu: Navigation = { ...home, pages: [{ page: 'menu', focus: 0 }] };
    const [first] = treeOf(talking({ qualities: [quality({ grade: 'fair' })] }), menu).items;
    assert.deepEqual([first?.id, first?.detail], ['quality', 'Fair']);
    assert.ok(treeOf(situation('idle'), menu).items.every(({ id }) => id !== 'quality'));
  });

  it('is left when the call is over', () => {
    const before = talking();
    const after = talking({ calls: [call({ state: 'ended' })] });
    assert.deepEqual(followed(page, before, before, fixtureNowMs).pages, page.pages);
    assert.deepEqual(followed(page, before, after, fixtureNowMs).pages, []);
  });

  it('is told in place of the state where there is no place for badges', () => {
    const said = (grade: 'good' | 'poor'): string =>
      JSON.stringify(pictureOf('mono-128', talking({ qualities: [quality({ grade })] })).tree.items);
    assert.match(said('poor'), /Poor connection/);
    assert.match(said('good'), /Connected/);
  });

  it('is told on the call when it is poor, and not otherwise', () => {
    const badge = (phone: PhoneSnapshot): boolean => treeOf(phone).items.some(({ id }) => id === 'quality');
    assert.equal(badge(talking({ qualities: [quality({ grade: 'poor' })] })), true);
    for (const grade of ['good', 'fair', undefined] as const) {
      assert.equal(badge(talking({ qualities: [quality({ grade })] })), false);
    }
  });
});

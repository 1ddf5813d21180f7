// What keys mean to a screen, asked without a surface: pressed, held, and on a screen that is turned round.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionKeys, type KeyName, lineKeys } from '#hal/keys/keys';
import type { Intent, SoftKey } from '#ui/lcd/intents';
import { heldIntent, isScreenKey, pressedIntent, type Stage } from '#ui/lcd/key-intents';
import { home } from '#ui/lcd/navigation';
import type { SoftKeys, View } from '#ui/lcd/screens/view';
import { snapshot } from '../../support/phone-fixture.ts';

const to = (index: number): Intent => ({ do: 'focus', index });
const softKey = (id: string, intent: Intent): SoftKey => ({ label: id, action: id, intent });
const softKeys: SoftKeys = [softKey('first', to(1)), undefined, undefined, softKey('last', to(4))];

function stage(body: object, more: Partial<View> = {}, around: Partial<Stage> = {}): Stage {
  const view = { body, softKeys, keys: { left: to(10), right: to(11), ok: to(12) }, ...more } as unknown as View;
  return { view, snapshot: snapshot(), navigation: home, rightToLeft: false, ...around };
}

const list = { screen: 'list', rows: [] };

describe('a pressed key', () => {
  it('means the soft key that stands above it', () => {
    assert.deepEqual(pressedIntent('softkey1', stage(list)), to(1));
    assert.deepEqual(pressedIntent('softkey4', stage(list, {}, { rightToLeft: true })), to(1));
    assert.equal(pressedIntent('softkey2', stage(list)), undefined);
  });

  it('goes left and right as the screen shows them', () => {
    const mirrored = { rightToLeft: true };
    assert.deepEqual(pressedIntent('left', stage(list)), to(10));
    assert.deepEqual(pressedIntent('left', stage(list, {}, mirrored)), to(11));
    assert.deepEqual(pressedIntent('ok', stage(list, {}, mirrored)), to(12));
    assert.equal(pressedIntent('up', stage(list)), undefined);
  });

  it('goes through a field as its text is read, whatever the screen', () => {
    assert.deepEqual(pressedIntent('left', stage({ screen: 'edit', value: 'abc' }, {}, { rightToLeft: true })), to(10));
    assert.deepEqual(pressedIntent('left', stage({ screen: 'edit', value: 'אבג' })), to(11));
    const picker = { screen: 'edit', value: 'אבג', picker: {} };
    assert.deepEqual(pressedIntent('left', stage(picker)), to(10));
  });

  it('Menu opens the menu and closes it, but not over a call that rings or a phone that starts', () => {
    assert.equal(pressedIntent('menu', stage(list))?.do, 'open');
    const inMenu = { ...home, pages: [{ page: 'menu', focus: 0 }] } as unknown as Stage['navigation'];
    assert.deepEqual(pressedIntent('menu', stage(list, {}, { navigation: inMenu })), { do: 'home' });
    for (const screen of ['incoming', 'boot']) assert.equal(pressedIntent('menu', stage({ screen })), undefined);
  });

  it('a digit means what the screen says of it', () => {
    assert.deepEqual(pressedIntent('3', stage(list, { digits: new Map([['3', to(3)]]) })), to(3));
    assert.equal(pressedIntent('4', stage(list, { digits: new Map([['3', to(3)]]) })), undefined);
  });
});

describe('a held key', () => {
  it('Menu goes home from anywhere', () => {
    assert.deepEqual(heldIntent('menu', stage({ screen: 'boot' })), { do: 'home' });
  });

  it('Delete takes everything away', () => {
    const deleting = (intent: Intent): View['keys'] => ({ back: intent });
    assert.deepEqual(heldIntent('back', stage(list, { keys: deleting({ do: 'deleteDigit' }) })), { do: 'deleteAllDigits' });
    const typed = stage(list, { keys: deleting({ do: 'enter', input: { type: 'delete' } }) });
    assert.deepEqual(heldIntent('back', typed), { do: 'enter', input: { type: 'clear' } });
    assert.equal(heldIntent('back', stage(list, { keys: deleting(to(1)) })), undefined);
  });

  it('a digit has a meaning of its own', () => {
    const both = { digits: new Map([['0', to(1)]]), longDigits: new Map([['0', to(2)]]) };
    assert.deepEqual(heldIntent('0', stage(list, both)), to(2));
  });

  it('a programmable key, or that of a line that is not in use, is made something else', () => {
    const keys: readonly KeyName[] = [functionKeys[0], lineKeys[5]];
    for (const key of keys) assert.equal(heldIntent(key, stage(list))?.do, 'open', key);
    assert.equal(heldIntent(lineKeys[0], stage(list)), undefined);
  });
});

it('six keys are the screen’s own', () => {
  const keys: readonly KeyName[] = ['up', 'down', 'left', 'right', 'ok', 'back', 'menu', 'directory', 'softkey1', '1'];
  assert.deepEqual(keys.filter(isScreenKey), ['up', 'down', 'left', 'right', 'ok', 'back']);
});

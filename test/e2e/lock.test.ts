// The lock as a person meets it: locked from the start, only emergency numbers go out, calls come in, and the PIN opens.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { dial, lineAt, putDown, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const lock = { 'system/pin_lock/pin': '4711', 'voip/emergency/numbers': '112,600' };

test('a locked phone calls for help, is called, and opens with its PIN', async () => {
  await using lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  await using ann = await SimulatedPhone.start({ params: { ...lineAt(lab.port, '1001'), ...lock } });
  await using ben = await SimulatedPhone.start({ board: 'simulated/mono-128', params: lineAt(lab.port, '1002') });
  await Promise.all([ann.waitForLine(), ben.waitForLine()]);
  await ann.waitForScreen('locked');

  // Nothing of the person opens, and nobody is called.
  for (const key of ['menu', 'directory', 'right', 'voicemail', 'redial']) await ann.press(key);
  assert.equal((await ann.screen()).screen, 'locked');
  await ann.type('1002');
  await ann.softKey('dial');
  await ann.waitForScreen('ended');
  await ben.waitForScreen('idle');
  await ann.press('back');
  await ann.waitForScreen('locked');

  // Help can be called, by the soft key and by hand.
  await ann.softKey('emergency');
  assert.ok(words(await ann.screen()).includes('112'));
  await ann.press('down');
  await ann.press('ok');
  await ann.waitForScreen('call');
  await ann.softKey('end');
  await ann.press('back');
  await ann.waitForScreen('locked');
  await ann.hook(true);
  await ann.type('600');
  await ann.softKey('dial');
  await ann.waitForScreen('call');
  await ann.hook(false);
  await ann.press('back');
  await ann.waitForScreen('locked');

  // A call comes in.
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  await ann.softKey('answer');
  await ann.waitForScreen('call');
  assert.deepEqual(
    (await ann.screen()).softkeys.map(({ action }) => action),
    ['hold', '', '', 'end'],
  );
  await ann.softKey('end');
  await putDown(ben);
  await ann.press('back');
  await ann.waitForScreen('locked');

  await ann.softKey('unlock');
  await ann.type('1111');
  await ann.softKey('unlock');
  assert.ok((await ann.screen()).screen === 'edit');
  await ann.type('4711');
  assert.ok(!words(await ann.screen()).includes('4711'));
  await ann.softKey('unlock');
  await ann.waitForScreen('idle');
  await dial(ann, '1002');
  await ben.waitForScreen('incoming');
  await putDown(ann);
});

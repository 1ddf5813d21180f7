// OK and MENU held while the phone starts: it asks before it forgets everything. Held later they mean what they always mean.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedPhone } from '#test/support/simulated-phone';

test('the factory reset is asked for by two keys, and put away by one', async () => {
  await using ann = await SimulatedPhone.start({ params: { 'voip/line/0/enabled': 0 } });
  for (const key of ['ok', 'menu']) await ann.post('/api/key', { key, action: 'down' });
  const question = await ann.waitForScreen('notice');
  assert.deepEqual(
    question.softkeys.map(({ action }) => action),
    ['reset', '', '', 'cancel'],
  );
  for (const key of ['ok', 'menu']) await ann.post('/api/key', { key, action: 'up' });
  await ann.softKey('cancel');
  await ann.waitForScreen('idle');
});

test('a hundred presses in a moment are all taken, and the phone answers on', async () => {
  await using ann = await SimulatedPhone.start({ params: { 'voip/line/0/enabled': 0 } });
  await ann.press('menu');
  for (let round = 0; round < 25; round++) {
    await Promise.all(['volumeUp', 'mute', 'volumeUp', 'mute'].map((key) => ann.press(key)));
  }
  assert.equal((await ann.state()).audio.volume, 10);
  await ann.press('back');
  await ann.waitForScreen('idle');
});

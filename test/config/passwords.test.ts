import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { consolePasswords } from '#config/passwords';
import { storeRig } from './store-rig.ts';

describe('the console password', () => {
  it('is none from the factory, and none opens nothing, not even the empty one', async (t) => {
    const { store } = await storeRig(t).open();
    const passwords = consolePasswords(store);
    assert.equal(passwords.isSet, false);
    for (const guess of ['', '1234', 'admin']) assert.equal(passwords.check(guess), false);
  });

  it('is what was set, and only that', async (t) => {
    const { store } = await storeRig(t).open();
    const passwords = consolePasswords(store);
    assert.equal(await passwords.set('open sesame'), undefined);
    assert.equal(passwords.isSet, true);
    assert.equal(passwords.check('open sesame'), true);
    for (const wrong of ['', 'open', 'open sesame ', 'OPEN SESAME']) assert.equal(passwords.check(wrong), false);
    assert.match((await passwords.set('line\nbreak')) ?? '', /expected text without line breaks/);
  });

  it("is the administrator's where the console has none of its own", async (t) => {
    const { store } = await storeRig(t).open();
    await store.change([{ path: 'system/password', value: 'for both' }], 'admin');
    assert.equal(consolePasswords(store).check('for both'), true);
  });
});

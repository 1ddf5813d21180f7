import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storeRig } from './store-rig.ts';

interface Call extends Readonly<Record<string, unknown>> {
  readonly number: string;
}

describe('a collection of records', () => {
  it('is heard at once, newest first, and kept over a restart', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const calls = store.collection<Call>('calls');
    assert.deepEqual(calls.add({ number: '1' }), { number: '1', id: 1 });
    calls.add({ number: '2' });
    assert.deepEqual(
      calls.list().map(({ number }) => number),
      ['2', '1'],
    );
    await store.close();
    const again = (await rig.open()).store.collection<Call>('calls');
    assert.deepEqual(again.list(), [
      { number: '2', id: 2 },
      { number: '1', id: 1 },
    ]);
    assert.equal(again.add({ number: '3' }).id, 3);
  });

  it('drops the oldest at its cap, in memory and on the disk', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const calls = store.collection<Call>('calls', 3);
    for (const number of ['1', '2', '3', '4', '5']) calls.add({ number });
    assert.deepEqual(
      calls.list().map(({ number }) => number),
      ['5', '4', '3'],
    );
    await store.close();
    const again = (await rig.open()).store.collection<Call>('calls', 100);
    assert.deepEqual(
      again.list().map(({ number }) => number),
      ['5', '4', '3'],
    );
  });

  it('deletes one and clears all', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const calls = store.collection<Call>('calls');
    const other = store.collection<Call>('other');
    other.add({ number: '9' });
    for (const number of ['1', '2', '3']) calls.add({ number });
    assert.equal(calls.delete(2), true);
    assert.equal(calls.delete(2), false);
    assert.deepEqual(
      calls.list().map(({ id }) => id),
      [3, 1],
    );
    calls.clear();
    assert.deepEqual(calls.list(), []);
    await store.close();
    const again = (await rig.open()).store;
    assert.deepEqual(again.collection('calls').list(), []);
    assert.equal(again.collection('other').list().length, 1);
  });

  it('is the same object for the same name, and its list the same until it changes', async (t) => {
    const { store } = await storeRig(t).open();
    const calls = store.collection<Call>('calls');
    calls.add({ number: '1' });
    assert.equal(store.collection('calls'), calls);
    assert.equal(calls.list(), calls.list());
  });
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { storeRig } from './store-rig.ts';

const dyingWorker = new URL('./fixtures/dying-worker.ts', import.meta.url);
const fullDiskWorker = new URL('./fixtures/full-disk-worker.ts', import.meta.url);

describe('when the writing thread dies', () => {
  it('is started again and the change is made, once', async (t) => {
    const rig = storeRig(t);
    writeFileSync(`${rig.file}.deaths`, '2');
    const { store } = await rig.open(dyingWorker);
    const results = await Promise.all([
      store.change([{ path: 'voip/line/0/id', value: 'one' }], 'user'),
      store.change([{ path: 'voip/line/0/id', value: 'two' }], 'user'),
    ]);
    assert.deepEqual(
      results.map((result) => (result.ok ? result.revision : result.reason)),
      [1, 2],
    );
    assert.equal(store.get('voip/line/0/id'), 'two');
  });

  it('again and again, the change is refused, nothing has changed, and a later one may succeed', async (t) => {
    const rig = storeRig(t);
    writeFileSync(`${rig.file}.deaths`, '4');
    const { store } = await rig.open(dyingWorker);
    const refused = await store.change([{ path: 'voip/line/0/id', value: 'one' }], 'user');
    assert.ok(!refused.ok && refused.reason === 'notStored' && refused.code === 'WORKER_FAILED');
    assert.equal(store.get('voip/line/0/id'), '');
    assert.match(rig.logged.join(), /keeps failing/);
    assert.ok((await store.change([{ path: 'voip/line/0/id', value: 'two' }], 'user')).ok);
    assert.equal(store.get('voip/line/0/id'), 'two');
  });
});

describe('when nothing more is written', () => {
  it('the writing thread goes, and comes again with the next change', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const threads = (): number => readdirSync('/proc/self/task').length;
    const without = threads();
    for (const value of ['one', 'two']) {
      assert.ok((await store.change([{ path: 'voip/line/0/id', value }], 'user')).ok);
      assert.ok(threads() > without);
      rig.clock.advance(5000);
      // Closing the file and ending the thread are the system's; nobody tells when.
      while (threads() > without) await new Promise(setImmediate);
      assert.equal(existsSync(`${rig.file}-wal`), false, 'the file was closed and is whole');
    }
    assert.equal(store.get('voip/line/0/id'), 'two');
  });

  it('a change that meets the thread at its end is made', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    for (let number = 1; number <= 20; number++) {
      assert.ok((await store.change([{ path: 'voip/line/0/id', value: `before ${number}` }], 'user')).ok);
      rig.clock.advance(5000);
      for (let turn = number % 5; turn > 0; turn--) await new Promise(setImmediate);
      assert.ok((await store.change([{ path: 'voip/line/0/id', value: `after ${number}` }], 'user')).ok);
    }
    await store.close();
    const again = await rig.open();
    assert.equal(again.store.get('voip/line/0/id'), 'after 20');
  });
});

describe('when the disk is full', () => {
  it('a change is refused as a whole, what was there stays, and reading goes on', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open(fullDiskWorker);
    assert.ok((await store.change([{ path: 'voip/line/0/description', value: 'fits' }], 'user')).ok);
    const large = Array.from({ length: 6 }, (_, line) => [
      { path: `voip/line/${line}/description`, value: `${line}`.repeat(64) },
      { path: `voip/line/${line}/id`, value: `${line}`.repeat(128) },
      { path: `voip/line/${line}/auth_name`, value: `${line}`.repeat(128) },
      { path: `voip/line/${line}/proxy_address`, value: `host${line}.`.repeat(40) },
      { path: `voip/line/${line}/domain`, value: `host${line}.`.repeat(40) },
      { path: `voip/line/${line}/auth_password`, value: `secret-${line}`.repeat(12) },
    ]).flat();
    const refused = await store.change([...large, { path: 'voip/line/0/description', value: 'x'.repeat(64) }], 'provisioning');
    assert.ok(!refused.ok && refused.reason === 'notStored');
    assert.equal(refused.code, 'SQLITE_FULL');
    assert.equal(store.get('voip/line/0/description'), 'fits');
    assert.equal(store.get('voip/line/1/id'), '');
    assert.match(rig.logged.join(), /Settings could not be stored.*SQLITE_FULL/);
    assert.doesNotMatch(rig.logged.join(), /secret-/);
    await store.close();
    const again = await rig.open();
    assert.equal(again.recovered, undefined);
    assert.equal(again.store.get('voip/line/0/description'), 'fits');
    assert.equal(again.store.get('voip/line/1/id'), '');
  });

  it('a record is still heard until the restart, and the loss is told in the log', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open(fullDiskWorker);
    const calls = store.collection('calls');
    calls.add({ number: '1', filler: 'x'.repeat(50_000) });
    assert.equal(calls.list().length, 1);
    await store.close();
    assert.match(rig.logged.join(), /record could not be stored/);
  });
});

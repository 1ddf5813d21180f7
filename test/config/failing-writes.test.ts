import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import type Database from 'better-sqlite3';
import { openUnsynced } from '#config/store-file';
import { storeRig } from './store-rig.ts';

/** As if the disk had no room for one page more than the file has when it is empty. */
function fullDisk(path: string): Database.Database {
  const database = openUnsynced(path);
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
  return database;
}

describe('when nothing more is written', () => {
  it('the file is closed and whole, and opened again by the next change', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    for (const value of ['one', 'two']) {
      assert.ok((await store.change([{ path: 'voip/line/0/id', value }], 'user')).ok);
      assert.equal(existsSync(`${rig.file}-wal`), true);
      rig.clock.advance(5000);
      // Closing the file is the system's; nobody tells when.
      while (existsSync(`${rig.file}-wal`)) await new Promise(setImmediate);
    }
    assert.equal(store.get('voip/line/0/id'), 'two');
  });

  it('a change that meets the end of the one before is made', async (t) => {
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
    const { store } = await rig.open(fullDisk);
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
    const { store } = await rig.open(fullDisk);
    const calls = store.collection('calls');
    calls.add({ number: '1', filler: 'x'.repeat(50_000) });
    assert.equal(calls.list().length, 1);
    await store.close();
    assert.match(rig.logged.join(), /record could not be stored/);
  });
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import Database from 'better-sqlite3';
import { StoreError } from '#config/errors';
import { Store } from '#config/store';
import { type StoreRig, storeRig } from './store-rig.ts';

async function filled(t: TestContext): Promise<StoreRig> {
  const rig = storeRig(t);
  const { store } = await rig.open();
  await store.change(
    Array.from({ length: 6 }, (_, i) => ({ path: `voip/line/${i}/description`, value: `Line ${i}` })),
    'user',
  );
  const calls = store.collection('calls');
  for (let i = 0; i < 40; i++) calls.add({ number: String(i), filler: 'x'.repeat(1000) });
  await store.close();
  return rig;
}

const damages: readonly (readonly [name: string, damage: (file: string) => void])[] = [
  ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['cut within its first page', (file) => truncateSync(file, 50)],
  ['garbage', (file) => writeFileSync(file, Buffer.alloc(20_000, 'not a database '))],
  ['zeroes', (file) => writeFileSync(file, Buffer.alloc(4096))],
  [
    'overwritten in the middle',
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xff, 4096 + 100, bytes.length - 100);
      writeFileSync(file, bytes);
    },
  ],
  ['text', (file) => writeFileSync(file, 'voip/line/0/id=2001\n')],
  [
    "another program's database",
    (file) => {
      writeFileSync(file, '');
      const database = new Database(file);
      database.exec('CREATE TABLE parameters (path TEXT, json TEXT); CREATE TABLE notes (text TEXT)');
      database.close();
    },
  ],
  [
    'without a table that it must have',
    (file) => {
      const database = new Database(file);
      database.exec('DROP TABLE parameters');
      database.close();
    },
  ],
  [
    'with a table of another form',
    (file) => {
      const database = new Database(file);
      database.exec('DROP TABLE parameters; CREATE TABLE parameters (name TEXT, value TEXT)');
      database.close();
    },
  ],
];

describe('a damaged file', () => {
  for (const [name, damage] of damages) {
    it(`${name} is kept aside, the phone starts with its last snapshot and works on`, async (t) => {
      const rig = await filled(t);
      damage(rig.file);
      const bytes = readFileSync(rig.file);
      const { store, recovered } = await rig.open();
      assert.equal(recovered?.from, 'snapshot');
      assert.deepEqual(readFileSync(recovered.keptAs), bytes);
      assert.equal(store.get('voip/line/3/description'), 'Line 3');
      assert.equal(store.collection('calls').list().length, 40);
      assert.ok((await store.change([{ path: 'voip/line/0/description', value: 'New' }], 'user')).ok);
      await store.close();
      const again = await rig.open();
      assert.deepEqual([again.recovered, again.store.get('voip/line/0/description')], [undefined, 'New']);
      assert.equal(again.store.get('voip/line/1/description'), 'Line 1');
    });

    it(`${name}, with a snapshot that is no better, is kept aside, the phone starts with defaults and works on`, async (t) => {
      const rig = await filled(t);
      damage(rig.file);
      writeFileSync(`${rig.file}.snapshot`, 'not a database');
      const bytes = readFileSync(rig.file);
      const { store, recovered } = await rig.open();
      assert.equal(recovered?.from, 'defaults');
      assert.match(recovered?.keptAs ?? '', /store\.sqlite\.damaged-2026-01-01T000000\.000Z$/);
      assert.deepEqual(readFileSync(recovered?.keptAs ?? ''), bytes);
      assert.equal(store.get('voip/line/0/description'), '');
      assert.match(rig.logged.join(), /damaged/);
      assert.ok((await store.change([{ path: 'voip/line/0/description', value: 'New' }], 'user')).ok);
      await store.close();
      const again = await rig.open();
      assert.equal(again.recovered, undefined);
      assert.equal(again.store.get('voip/line/0/description'), 'New');
    });
  }

  it('in one table only gives back the others as they were', async (t) => {
    const rig = await filled(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/description', value: 'After the snapshot' }], 'user');
    await store.close();
    const database = new Database(rig.file);
    database.exec("DROP TABLE records; UPDATE parameters SET json = json WHERE path = 'x'");
    database.close();
    const again = await rig.open();
    assert.equal(again.recovered?.from, 'itself');
    assert.equal(again.store.get('voip/line/0/description'), 'After the snapshot');
    assert.equal(again.store.collection('calls').list().length, 40, 'from the snapshot');
    assert.deepEqual(
      (await again.store.history()).map(({ origin }) => origin),
      ['recovery'],
    );
  });

  it('whose rescue was interrupted by the power is there at the next start', async (t) => {
    const rig = await filled(t);
    renameSync(rig.file, `${rig.file}.rescued`);
    const { store, recovered } = await rig.open();
    assert.equal(recovered, undefined);
    assert.equal(store.get('voip/line/0/description'), 'Line 0');
    await store.close();
    writeFileSync(`${rig.file}.rescued`, 'half');
    assert.equal((await rig.open()).store.get('voip/line/0/description'), 'Line 0');
    assert.equal(existsSync(`${rig.file}.rescued`), false);
  });

  it('that is empty is a store that nothing was written to yet', async (t) => {
    const rig = storeRig(t);
    writeFileSync(rig.file, '');
    const { store, recovered } = await rig.open();
    assert.equal(recovered, undefined);
    assert.ok((await store.change([{ path: 'voip/line/0/id', value: '1' }], 'user')).ok);
  });

  it('of the same second as another does not replace it', async (t) => {
    const rig = await filled(t);
    writeFileSync(rig.file, 'first');
    const first = await rig.open();
    await first.store.close();
    writeFileSync(rig.file, 'second');
    const second = await rig.open();
    assert.equal(readFileSync(first.recovered?.keptAs ?? '', 'utf8'), 'first');
    assert.equal(readFileSync(second.recovered?.keptAs ?? '', 'utf8'), 'second');
  });

  it('is kept five times at most: a dying flash is not filled with them', async (t) => {
    const rig = storeRig(t);
    for (let i = 0; i < 8; i++) {
      writeFileSync(rig.file, `damage ${i}`);
      await (await rig.open()).store.close();
    }
    const kept = readdirSync(rig.directory).filter((name) => name.includes('.damaged-') && !/-(?:wal|shm)$/.test(name));
    assert.equal(kept.length, 5);
    const newest = kept.map((name) => readFileSync(join(rig.directory, name), 'utf8'));
    assert.ok(newest.includes('damage 7'));
  });
});

describe('single values that cannot be used', () => {
  it('are passed over, left in the file, and told in the log without the value', async (t) => {
    const rig = await filled(t);
    const database = new Database(rig.file);
    const put = database.prepare('INSERT OR REPLACE INTO parameters (path, json) VALUES (?, ?)');
    put.run('voip/future/parameter', '"of a newer firmware"');
    put.run('voip/signalling/sip/port', '99999');
    put.run('voip/line/0/auth_password', '{"broken');
    database.prepare('INSERT INTO records (collection, id, json) VALUES (?, ?, ?)').run('calls', 999, '[1');
    database.close();
    const { store, recovered } = await rig.open();
    assert.equal(recovered, undefined);
    assert.equal(store.get('voip/signalling/sip/port'), 5060);
    assert.equal(store.get('voip/line/0/description'), 'Line 0');
    assert.equal(store.collection('calls').list().length, 40);
    assert.match(rig.logged.join(), /voip\/future\/parameter/);
    assert.doesNotMatch(rig.logged.join(), /broken|99999|newer firmware/);
    await store.change([{ path: 'voip/line/0/id', value: '1' }], 'user');
    await store.close();
    const kept = new Database(rig.file);
    assert.equal(
      kept.prepare('SELECT json FROM parameters WHERE path = ?').pluck().get('voip/future/parameter'),
      '"of a newer firmware"',
    );
    kept.close();
  });
});

describe('versions', () => {
  it('reads what a newer firmware wrote, since migrations only add, and does not turn it back', async (t) => {
    const rig = await filled(t);
    const database = new Database(rig.file);
    database.exec('CREATE TABLE future (x TEXT); ALTER TABLE parameters ADD COLUMN note TEXT; PRAGMA user_version = 99');
    database.close();
    const { store, recovered } = await rig.open();
    assert.equal(recovered, undefined);
    assert.equal(store.get('voip/line/3/description'), 'Line 3');
    assert.ok((await store.change([{ path: 'voip/line/3/description', value: 'Old slot' }], 'user')).ok);
    await store.close();
    const kept = new Database(rig.file);
    assert.equal(kept.pragma('user_version', { simple: true }), 99);
    kept.close();
  });
});

describe('a directory that cannot be used', () => {
  it('is made when it does not exist, for the owner alone', async (t) => {
    const rig = storeRig(t);
    const directory = join(rig.directory, 'deep', 'er');
    const { store } = await Store.open({ directory, clock: rig.clock, log: { debug() {}, info() {}, warn() {}, error() {} } });
    await store.close();
    assert.equal(statSync(directory).mode & 0o777, 0o700);
  });

  it('ends in an error with a code that says which directory and what to do', async (t) => {
    const rig = storeRig(t);
    const file = join(rig.directory, 'file');
    writeFileSync(file, '');
    const open = Store.open({
      directory: join(file, 'sub'),
      clock: rig.clock,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
    await assert.rejects(open, (error) => {
      assert.ok(error instanceof StoreError && error.code === 'STORE_DIRECTORY_UNUSABLE');
      assert.match(error.message, /file\/sub cannot be used .* --data/);
      return true;
    });
  });

  it('where the file is a directory is not called damage: nothing is renamed', async (t) => {
    const rig = storeRig(t);
    mkdirSync(rig.file);
    await assert.rejects(rig.open(), (error) => error instanceof StoreError && error.code === 'STORE_UNREADABLE');
    assert.deepEqual(readdirSync(rig.directory).sort(), ['device-key', 'store.sqlite']);
    assert.ok(existsSync(rig.file));
  });
});

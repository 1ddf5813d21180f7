import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { migrations } from '#config/migrations/list';
import type { Migration } from '#config/migrations/migration';
import { DamagedFile, readContents } from '#config/store-file';
import { storeRig } from './store-rig.ts';

const second: Migration = (database) => database.exec('CREATE TABLE added (x TEXT)');
const failing: Migration = () => {
  throw new Error('migration');
};

describe('migrations', () => {
  it('keep the file as it was for the firmware in the other slot, then bring it up', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/id', value: 'kept' }], 'user');
    await store.close();
    const contents = readContents(rig.file, [...migrations, second]);
    assert.deepEqual(contents.parameters, [{ path: 'voip/line/0/id', json: '"kept"' }]);
    const database = new Database(rig.file, { readonly: true });
    assert.equal(database.pragma('user_version', { simple: true }), migrations.length + 1);
    database.close();
    const backup = `${rig.file}.version-${migrations.length}`;
    assert.equal(statSync(backup).mode & 0o777, 0o600);
    assert.deepEqual(readContents(backup).parameters, contents.parameters);
  });

  it('that fail leave the file as it was', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/id', value: 'kept' }], 'user');
    await store.close();
    assert.throws(() => readContents(rig.file, [...migrations, second, failing]), /migration/);
    assert.equal(readContents(rig.file).parameters.length, 1);
    const database = new Database(rig.file, { readonly: true });
    assert.equal(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'added'").pluck().get(), 0);
    database.close();
  });

  it("do not touch another program's file", async (t) => {
    const rig = storeRig(t);
    const database = new Database(rig.file);
    database.exec('CREATE TABLE notes (text TEXT)');
    database.close();
    assert.throws(() => readContents(rig.file), DamagedFile);
    assert.equal(existsSync(`${rig.file}.version-0`), false);
    const untouched = new Database(rig.file, { readonly: true });
    assert.deepEqual(untouched.prepare('SELECT name FROM sqlite_schema').pluck().all(), ['notes']);
    untouched.close();
  });
});

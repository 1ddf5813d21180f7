import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readKeys } from '#config/key-file';
import { seal, sealingKey, unseal } from '#config/sealing';
import { Secret } from '#config/secrets';
import type { Store } from '#config/store';
import { storeRig } from './store-rig.ts';

/** Everything that lies in the directory, the key left out. */
function bytesOf(directory: string): string {
  return readdirSync(directory)
    .filter((name) => name !== 'device-key')
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('\n');
}

function password(store: Store, line = 0): string {
  return store.get(`voip/line/${line}/auth_password`).reveal();
}

describe('secrets at rest', () => {
  it('are in no file of the store, whatever was written, rolled back or taken back', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    for (let n = 0; n < 12; n++) {
      const line = n % 6;
      assert.ok((await store.change([{ path: `voip/line/${line}/auth_password`, value: `hunter-${n}-tail` }], 'admin')).ok);
      assert.doesNotMatch(bytesOf(rig.directory), /hunter-/, 'while the log is open');
    }
    assert.ok((await store.rollBack(6, 'admin')).ok);
    assert.equal(password(store), 'hunter-0-tail');
    assert.ok((await store.restoreDefaults('admin')).ok);
    assert.ok((await store.rollBack(12, 'admin')).ok);
    await store.close();
    assert.doesNotMatch(bytesOf(rig.directory), /hunter-/);
    assert.equal(statSync(join(rig.directory, 'device-key')).mode & 0o777, 0o600);
    const again = await rig.open();
    assert.equal(password(again.store), 'hunter-6-tail');
    assert.deepEqual(again.lostSecrets, []);
  });

  it('that are set to what they are already make no new revision', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    for (let n = 0; n < 3; n++) await store.change([{ path: 'voip/line/0/auth_password', value: 'same' }], 'admin');
    assert.equal((await store.history()).length, 1);
  });

  it('of a store of the first version, its history and its copy for the older firmware are sealed at the next start', async (t) => {
    const rig = storeRig(t);
    copyFileSync(join(import.meta.dirname, 'fixtures', 'store-version-1.sqlite'), rig.file);
    assert.match(bytesOf(rig.directory), /second-plain-secret/);
    const { store, recovered, lostSecrets } = await rig.open();
    assert.equal(recovered, undefined);
    assert.deepEqual(lostSecrets, []);
    assert.equal(password(store), 'second-plain-secret');
    assert.equal(store.get('voip/line/0/id'), '2001');
    assert.equal(store.collection('call_log').list().length, 1);
    assert.ok(readdirSync(rig.directory).includes('store.sqlite.version-1'));
    assert.doesNotMatch(bytesOf(rig.directory), /plain-secret/);
    assert.ok((await store.rollBack(1, 'admin')).ok);
    assert.equal(password(store), 'first-plain-secret');
    await store.close();
    assert.doesNotMatch(bytesOf(rig.directory), /plain-secret/);
  });

  it('are told apart in the difference of two revisions, as secrets', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'old' }], 'admin');
    await store.change([{ path: 'voip/line/0/auth_password', value: 'new' }], 'admin');
    const [found, ...more] = (await store.difference(1, 2)) ?? [];
    assert.deepEqual(more, []);
    assert.deepEqual([String(found?.before), String(found?.after)], ['***', '***']);
    assert.ok(found?.after instanceof Secret);
    assert.equal(found.after.reveal(), 'new');
  });
});

describe('the key', () => {
  it('that is lost costs the secrets and nothing else, and says which', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change(
      [
        { path: 'voip/line/0/auth_password', value: 'hunter2' },
        { path: 'voip/line/0/id', value: '2001' },
      ],
      'admin',
    );
    await store.close();
    const key = readFileSync(join(rig.directory, 'device-key'));
    rmSync(join(rig.directory, 'device-key'));
    const without = await rig.open();
    assert.deepEqual(without.lostSecrets, ['voip/line/0/auth_password']);
    assert.equal(without.recovered, undefined);
    assert.equal(password(without.store), '');
    assert.equal(without.store.get('voip/line/0/id'), '2001');
    await without.store.change([{ path: 'voip/line/1/auth_password', value: 'new' }], 'admin');
    await without.store.close();
    // Whoever finds it again has everything again.
    writeFileSync(join(rig.directory, 'device-key'), Buffer.concat([readFileSync(join(rig.directory, 'device-key')), key]));
    const found = await rig.open();
    assert.deepEqual([found.lostSecrets, password(found.store), password(found.store, 1)], [[], 'hunter2', 'new']);
  });

  it('that cannot be understood is kept aside', async (t) => {
    const rig = storeRig(t);
    writeFileSync(join(rig.directory, 'device-key'), 'no key at all\n');
    const { store } = await rig.open();
    assert.ok((await store.change([{ path: 'voip/line/0/auth_password', value: 'x' }], 'admin')).ok);
    assert.equal(readFileSync(join(rig.directory, 'device-key.damaged'), 'utf8'), 'no key at all\n');
    assert.equal(readKeys(join(rig.directory, 'device-key'))?.length, 1);
  });

  it('is changed for all secrets at once; the old one opens nothing any more', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2' }], 'admin');
    const before = readFileSync(join(rig.directory, 'device-key'));
    const [, ...changing] = await Promise.all([
      store.changeKey(),
      store.change([{ path: 'voip/line/1/auth_password', value: 'meanwhile' }], 'admin'),
    ]);
    assert.ok(changing.every(({ ok }) => ok));
    await store.close();
    assert.equal(readKeys(join(rig.directory, 'device-key'))?.length, 1);
    const again = await rig.open();
    assert.deepEqual([password(again.store), password(again.store, 1)], ['hunter2', 'meanwhile']);
    await again.store.close();
    writeFileSync(join(rig.directory, 'device-key'), before);
    assert.equal((await rig.open()).lostSecrets.length, 2);
  });

  it('that is being changed when the power goes leaves a store that opens', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2' }], 'admin');
    await store.close();
    // The new key was kept, nothing sealed with it yet.
    const file = join(rig.directory, 'device-key');
    const fresh = `${Buffer.alloc(32, 7).toString('base64')}\n`;
    writeFileSync(file, fresh + readFileSync(file, 'utf8'));
    const half = await rig.open();
    assert.deepEqual([half.lostSecrets, password(half.store)], [[], 'hunter2']);
    await half.store.close();
    // At that start everything was sealed anew.
    writeFileSync(file, fresh);
    assert.equal(password((await rig.open()).store), 'hunter2');
  });
});

describe('a sealed value', () => {
  const key = sealingKey(Buffer.alloc(32, 1));

  it('comes back, for its own path and key alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, text) => {
        const json = JSON.stringify(text);
        const sealed = seal(key, path, json);
        assert.equal(unseal([key], path, sealed), json);
        assert.equal(unseal([key], `${path}x`, sealed), undefined);
        assert.equal(unseal([sealingKey(Buffer.alloc(32, 2))], path, sealed), undefined);
      }),
      { numRuns: 100 },
    );
  });

  it('with any bit of it changed does not, and harms nothing', () => {
    const sealed = seal(key, 'a', '"hunter2"');
    const dot = sealed.indexOf('.');
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const spoilt = Buffer.from(bytes);
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(unseal([key], 'a', `${sealed.slice(0, dot + 1)}${spoilt.toString('base64url')}"}`), undefined, `bit ${bit}`);
    }
    for (let length = 0; length < sealed.length; length++) {
      assert.equal(unseal([key], 'a', sealed.slice(0, length)), undefined);
    }
  });
});

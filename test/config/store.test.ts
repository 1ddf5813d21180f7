import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { StoreError } from '#config/errors';
import { settingLines } from '#config/listing';
import { storeRig } from './store-rig.ts';

describe('the store', () => {
  it('gives defaults before anything was set, and touches no disk for it', async (t) => {
    const rig = storeRig(t);
    const { store, recovered } = await rig.open();
    assert.equal(recovered, undefined);
    assert.equal(store.get('voip/answer_device'), 'SPEAKER');
    assert.equal(store.get('voip/codec/codec_info/2/name'), 'PCMA');
    assert.equal(existsSync(rig.file), false);
  });

  it('keeps a change over a restart', async (t) => {
    const rig = storeRig(t);
    const first = await rig.open();
    const result = await first.store.change([{ path: 'voip/line/0/id', value: '2001' }], 'admin');
    assert.deepEqual(result, { ok: true, revision: 1, changed: ['voip/line/0/id', 'voip/line/0/auth_name'], needsRestart: [] });
    assert.equal(first.store.get('voip/line/0/id'), '2001');
    await first.store.close();
    const second = await rig.open();
    assert.equal(second.store.get('voip/line/0/id'), '2001');
  });

  it('is readable by its owner alone', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'x' }], 'admin');
    for (const name of readdirSync(rig.directory)) {
      assert.equal((statSync(join(rig.directory, name)).mode & 0o777).toString(8), '600', name);
    }
  });

  it('makes all of a change or nothing, and says for each wrong value where and what was expected', async (t) => {
    const { store } = await storeRig(t).open();
    const result = await store.change(
      [
        { path: 'voip/line/0/id', value: '2001' },
        { path: 'voip/signalling/sip/port', value: 70000 },
        { path: 'voip/line/9/id', value: 'x' },
        { path: 'voip/line/0/auth_password', value: 'hunter2\n' },
      ],
      'provisioning',
    );
    assert.ok(!result.ok && result.reason === 'invalid');
    assert.deepEqual(
      result.errors.map(({ path, value }) => [path, value]),
      [
        ['voip/signalling/sip/port', '70000'],
        ['voip/line/9/id', ''],
        ['voip/line/0/auth_password', '***'],
      ],
    );
    assert.equal(result.errors[0]?.expected, 'a whole number from 0 to 65535');
    assert.equal(store.get('voip/line/0/id'), '');
    assert.deepEqual(await store.history(), []);
  });

  it('takes the text forms of files and gives typed values', async (t) => {
    const { store } = await storeRig(t).open();
    const changes = [
      { path: 'voip/line/0/enabled', value: '1' },
      { path: 'voip/media/media_tos', value: '0x28' },
      { path: 'voip/line/0/transport_protocol', value: 'tcp' },
    ];
    assert.ok((await store.change(changes, 'provisioning')).ok);
    assert.equal(store.get('voip/line/0/enabled'), true);
    assert.equal(store.get('voip/media/media_tos'), 40);
    assert.equal(store.get('voip/line/0/transport_protocol'), 'TCP');
  });

  it('lets a line inherit what it does not say itself, and tells heirs of a change', async (t) => {
    const { store } = await storeRig(t).open();
    const heard: (readonly string[])[] = [];
    store.subscribe('voip/line/0', (paths) => heard.push(paths));
    await store.change([{ path: 'voip/line/1/transport_protocol', value: 'TLS' }], 'admin');
    await store.change(
      [
        { path: 'voip/signalling/sip/transport_protocol', value: 'TCP' },
        { path: 'voip/signalling/sip/proxy_address', value: 'pbx.example.org' },
      ],
      'admin',
    );
    assert.equal(store.get('voip/line/0/transport_protocol'), 'TCP');
    assert.equal(store.get('voip/line/1/transport_protocol'), 'TLS');
    assert.equal(store.get('voip/line/0/domain'), 'pbx.example.org', 'over two steps');
    assert.deepEqual(heard, [['voip/line/0/transport_protocol', 'voip/line/0/proxy_address', 'voip/line/0/domain']]);
    await store.change([{ path: 'voip/line/1/transport_protocol', value: undefined }], 'admin');
    assert.equal(store.get('voip/line/1/transport_protocol'), 'TCP');
  });

  it('takes an empty field of a form as "as inherited"', async (t) => {
    const { store } = await storeRig(t).open();
    await store.change(
      [
        { path: 'voip/signalling/sip/proxy_address', value: 'pbx.example.org' },
        { path: 'voip/line/0/proxy_address', value: '' },
      ],
      'admin',
    );
    assert.equal(store.get('voip/line/0/proxy_address'), 'pbx.example.org');
  });

  it('tells subscribers of whole path segments, once, until they end it', async (t) => {
    const { store } = await storeRig(t).open();
    const heard: string[] = [];
    store.subscribe('voip/line/1', (paths) => heard.push(`line1 ${paths}`));
    const end = store.subscribe('', (paths) => heard.push(`all ${paths}`));
    await store.change([{ path: 'voip/line/1/description', value: 'Bob' }], 'user');
    await store.change([{ path: 'voip/line/1/description', value: 'Bob' }], 'user');
    end();
    await store.change([{ path: 'voip/line/0/description', value: 'Alice' }], 'user');
    assert.deepEqual(heard, ['line1 voip/line/1/description', 'all voip/line/1/description']);
  });

  it('goes on when a listener fails', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    let heard = 0;
    store.subscribe('', () => {
      throw new Error('listener');
    });
    store.subscribe('', () => void heard++);
    assert.ok((await store.change([{ path: 'voip/answer_device', value: 'HEADSET' }], 'user')).ok);
    assert.equal(heard, 1);
    assert.match(rig.logged.join(), /listener of changed settings failed/);
  });

  it('says what waits for a restart', async (t) => {
    const { store } = await storeRig(t).open();
    const result = await store.change(
      [
        { path: 'voip/signalling/sip/port', value: 5070 },
        { path: 'voip/answer_device', value: 'HEADSET' },
      ],
      'admin',
    );
    assert.ok(result.ok);
    assert.deepEqual(result.needsRestart, ['voip/signalling/sip/port']);
  });

  it('makes changes in the order of the calls, each in a revision of its own', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const levels = [3, 9, 3, 5, 5, 7];
    const results = await Promise.all(levels.map((value) => store.change([{ path: 'voip/audio/volume/ringer', value }], 'user')));
    // 7 is the default but had not been stored; the second 5 changed nothing.
    assert.deepEqual(
      results.map((result) => (result.ok ? result.revision : result.reason)),
      [1, 2, 3, 4, 4, 5],
    );
    assert.equal(store.get('voip/audio/volume/ringer'), 7);
  });

  it('tells the history without values', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2' }], 'console', 'at the desk');
    rig.clock.wall = { ms: 5000, trusted: false };
    await store.change([{ path: 'voip/line/0/id', value: '1' }], 'user');
    const history = await store.history();
    assert.deepEqual(history, [
      { revision: 2, atMs: 5000, timeTrusted: false, origin: 'user', reason: '', paths: ['voip/line/0/id'] },
      {
        revision: 1,
        atMs: Date.UTC(2026, 0, 1),
        timeTrusted: true,
        origin: 'console',
        reason: 'at the desk',
        paths: ['voip/line/0/auth_password'],
      },
    ]);
  });

  it('rolls back to any revision by a new one, which can be rolled back as well', async (t) => {
    const { store } = await storeRig(t).open();
    await store.change([{ path: 'voip/line/0/id', value: 'one' }], 'user');
    await store.change(
      [
        { path: 'voip/line/0/id', value: 'two' },
        { path: 'voip/answer_device', value: 'HEADSET' },
      ],
      'user',
    );
    await store.change([{ path: 'voip/line/0/id', value: 'three' }], 'user');
    const state = (): unknown[] => [store.get('voip/line/0/id'), store.get('voip/answer_device')];
    assert.ok((await store.rollBack(1, 'admin')).ok);
    assert.deepEqual(state(), ['one', 'SPEAKER']);
    await store.rollBack(2, 'admin');
    assert.deepEqual(state(), ['two', 'HEADSET']);
    await store.rollBack(0, 'admin');
    assert.deepEqual(state(), ['', 'SPEAKER']);
    const back = await store.rollBack(3, 'admin');
    assert.deepEqual(state(), ['three', 'HEADSET']);
    assert.ok(back.ok && back.revision === 7);
    assert.deepEqual(await store.rollBack(99, 'admin'), { ok: false, reason: 'unknownRevision', oldest: 0, newest: 7 });
  });

  it('resets a parameter', async (t) => {
    const { store } = await storeRig(t).open();
    await store.change([{ path: 'voip/line/0/id', value: 'one' }], 'user');
    assert.ok((await store.reset('voip/line/0/id', 'user')).ok);
    assert.equal(store.get('voip/line/0/id'), '');
  });

  it('lets the command line lie over what is stored, unstored, until the parameter is changed', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/id', value: 'stored' }], 'user');
    assert.deepEqual(store.override({ 'voip/line/0/id': 'given', 'voip/signalling/sip/port': '0' }), []);
    assert.equal(store.get('voip/line/0/id'), 'given');
    assert.equal(store.get('voip/signalling/sip/port'), 0);
    const wrong = store.override({ 'voip/line/0/id': 'half', 'voip/signalling/sip/port': 'five' });
    assert.deepEqual(wrong, [{ path: 'voip/signalling/sip/port', value: 'five', expected: 'a whole number from 0 to 65535' }]);
    assert.equal(store.get('voip/line/0/id'), 'given', 'all or nothing');
    await store.change([{ path: 'voip/line/0/id', value: 'changed' }], 'user');
    assert.equal(store.get('voip/line/0/id'), 'changed');
    await store.close();
    const again = await rig.open();
    assert.equal(again.store.get('voip/signalling/sip/port'), 5060);
  });

  it('keeps secrets out of the log, of errors and of listings', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2' }], 'user');
    const password = store.get('voip/line/0/auth_password');
    assert.equal(password.reveal(), 'hunter2');
    const refused = await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2\u0000' }], 'user');
    const shown = [
      inspect(store, { depth: 9, showHidden: true }),
      inspect(store.settings('voip/line/0'), { depth: 9 }),
      JSON.stringify(settingLines(store.settings())),
      JSON.stringify(refused),
      JSON.stringify(await store.history()),
      ...rig.logged,
    ];
    for (const text of shown) assert.doesNotMatch(text, /hunter2/);
    const line = settingLines(store.settings('voip/line/0')).find(({ path }) => path === 'voip/line/0/auth_password');
    assert.deepEqual(line, { path: 'voip/line/0/auth_password', text: '***', source: 'stored' });
  });

  it('takes a secret back from itself', async (t) => {
    const { store } = await storeRig(t).open();
    await store.change([{ path: 'voip/line/0/auth_password', value: 'hunter2' }], 'user');
    await store.change([{ path: 'voip/line/1/auth_password', value: store.get('voip/line/0/auth_password') }], 'user');
    assert.equal(store.get('voip/line/1/auth_password').reveal(), 'hunter2');
  });

  it('throws for a path that does not exist and for use after the end: both are mistakes of the caller', async (t) => {
    const { store } = await storeRig(t).open();
    assert.throws(() => store.get('voip/line/7/id'), { code: 'UNKNOWN_PARAMETER' });
    await store.close();
    await assert.rejects(store.change([], 'user'), (error) => error instanceof StoreError && error.code === 'STORE_CLOSED');
  });

  it('writes everything that was asked for before close', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const pending = [1, 2, 3, 4].map((value) => store.change([{ path: 'voip/audio/volume/speaker', value }], 'user'));
    store.collection('calls').add({ number: '1' });
    await store.close();
    assert.ok((await Promise.all(pending)).every(({ ok }) => ok));
    const again = (await rig.open()).store;
    assert.equal(again.get('voip/audio/volume/speaker'), 4);
    assert.equal(again.collection('calls').list().length, 1);
  });
});

// What of a fetched file reaches the store.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Change, ChangeResult } from '#config/store';
import { type Applied, type ApplyRules, applyConfiguration } from '#firmware/provisioning/apply';

async function apply(
  text: string | Uint8Array,
  rules: Partial<ApplyRules> = {},
): Promise<{ applied: Applied; changes: readonly Change[] }> {
  let taken: readonly Change[] = [];
  const store = {
    change: async (changes: readonly Change[]): Promise<ChangeResult> => {
      taken = changes;
      return { ok: true, revision: 1, changed: changes.map(({ path }) => path), needsRestart: [] };
    },
  };
  const all = { keys: {}, cameProtected: false, takesBareSecrets: false, ...rules };
  return { applied: await applyConfiguration(Buffer.from(text), 'http://server/a.cfg', store, all), changes: taken };
}

const file = 'voip/line/0/id=2001\nvoip/line/0/auth_password=hunter2\n';

test('a password in a file that anybody could read on its way is left out, unless the administrator wants it', async () => {
  const { applied, changes } = await apply(file);
  assert.deepEqual(changes, [{ path: 'voip/line/0/id', value: '2001' }]);
  assert.ok(applied.type === 'applied' && applied.refused[0]?.what === 'voip/line/0/auth_password');
  assert.doesNotMatch(JSON.stringify(applied), /hunter2/);
  assert.equal((await apply(gzipSync(file))).changes.length, 1, 'packed is not protected');
  assert.equal((await apply(file, { cameProtected: true })).changes.length, 2);
  assert.equal((await apply(file, { takesBareSecrets: true })).changes.length, 2);
});

test('another encoding does not make a file an encrypted one', async () => {
  for (const encoding of ['utf16le', 'latin1'] as const) {
    const { changes } = await apply(Buffer.from(`\ufeff${file}`, encoding));
    assert.deepEqual(
      changes.filter(({ path }) => path.endsWith('password')),
      [],
      encoding,
    );
  }
});

test('whom the phone trusts is not decided by a file that anybody could change on its way', async () => {
  const trusting = 'security/SSLCertificateErrorsMode=Ignore\nprovisioning/secrets_without_protection=1\nvoip/line/0/id=1\n';
  const { applied, changes } = await apply(trusting);
  assert.deepEqual(
    changes.map(({ path }) => path),
    ['voip/line/0/id'],
  );
  assert.ok(applied.type === 'applied' && applied.refused.length === 2);
  assert.equal((await apply(trusting, { cameProtected: true })).changes.length, 3);
});

test('a value that is wrong is told of, and the others are taken', async () => {
  const { applied, changes } = await apply('voip/signalling/sip/port=99999999\nvoip/line/0/id=2001\nno/such/thing=1\n');
  assert.deepEqual(changes, [{ path: 'voip/line/0/id', value: '2001' }]);
  assert.ok(applied.type === 'applied');
  assert.deepEqual(applied.refused.map(({ what }) => what).sort(), ['no/such/thing', 'voip/signalling/sip/port']);
});

test('what is no file for a phone changes nothing', async () => {
  for (const text of ['', '<html><body>It works!</body></html>', 'MZ\u0000\u0001\u0002', '{"json":true}']) {
    const { applied, changes } = await apply(text);
    assert.deepEqual([applied.type, changes.length], ['unusable', 0], text);
  }
});

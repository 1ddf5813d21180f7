// Settings out as a file and in again, and files that somebody made to do harm.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startAdministeredPhone } from '#test/support/administered-phone';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  ({ phone, admin } = await startAdministeredPhone());
});
after(() => phone[Symbol.asyncDispose]());

const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');

async function set(values: Readonly<Record<string, unknown>>): Promise<void> {
  const changes = Object.entries(values).map(([path, value]) => ({ path, value }));
  const answer = await admin.send('PUT', '/api/parameters', { changes });
  assert.equal(answer.status, 200, answer.text);
}

interface Plan {
  readonly format: string;
  readonly differences: readonly { readonly path: string; readonly to: string }[];
  readonly remarks: readonly { readonly reason: string }[];
}

describe('a backup', () => {
  it('without a pass phrase holds what was set, no secrets, and comes back', async () => {
    await set({ 'voip/line/0/description': 'Zoë = "boss"', 'voip/line/0/auth_password': 'S3cretMarker', 'voip/line/1/id': '77' });
    const file = await admin.send('POST', '/api/backup', { extent: 'delta' });
    assert.equal(file.status, 200, file.text);
    assert.match(file.text, /^voip\/line\/1\/id=77$/m);
    assert.ok(!file.text.includes('S3cretMarker'));
    assert.match(String(file.headers['content-disposition']), /^attachment; filename="[0-9a-f]{12}\.cfg"$/);
    await set({ 'voip/line/0/description': null, 'voip/line/1/id': '78', 'voip/line/2/id': '79' });
    const restored = await admin.send('POST', '/api/restore', { file: base64(file.bytes), replace: true });
    assert.equal(restored.status, 200, restored.text);
    const values = await admin.get<{ path: string; value?: unknown; secretSet?: boolean }[]>(
      '/api/parameters?prefix=voip/line&modified=1',
    );
    assert.deepEqual(
      values.map(({ path, value, secretSet }) => [path, value ?? secretSet]),
      [
        ['voip/line/0/description', 'Zoë = "boss"'],
        ['voip/line/0/auth_password', true],
        ['voip/line/1/id', '77'],
      ].sort((a, b) => values.findIndex(({ path }) => path === a[0]) - values.findIndex(({ path }) => path === b[0])),
    );
  });

  it('of the speed dials is their file, and comes back', async () => {
    const key = (index: number, number: string) => ({
      [`personal_settings/functional_key/${index}/type`]: 'SPEED_DIAL',
      [`personal_settings/functional_key/${index}/speed_dial_number`]: number,
    });
    await set({ ...key(0, '4418'), ...key(4, '039764432'), 'personal_settings/functional_key/4/key_label': 'Bea, home' });
    const file = await admin.send('POST', '/api/backup', { extent: 'speedDials' });
    assert.equal(file.text, '1,4418,0\n5,039764432,0,"Bea, home"\n');
    assert.match(String(file.headers['content-disposition']), /^attachment; filename="[0-9a-f]{12}\.csv"$/);
    await set(key(0, '1'));
    const restored = await admin.send('POST', '/api/restore', { file: base64(file.bytes) });
    assert.equal(restored.status, 200, restored.text);
    const plan = JSON.parse(restored.text) as Plan;
    assert.equal(plan.format, 'speedDials');
    assert.deepEqual(
      plan.differences.map(({ path, to }) => [path, to]),
      [['personal_settings/functional_key/0/speed_dial_number', '4418']],
    );
  });

  it('under a pass phrase is encrypted, holds secrets, and opens with nothing else', async () => {
    const file = await admin.send('POST', '/api/backup', { extent: 'full', passphrase: 'tr0ub4dor and 3' });
    assert.equal(file.bytes.subarray(0, 7).toString('latin1'), 'HSWITCH');
    await set({ 'voip/line/0/auth_password': null });
    const wrong = await admin.send('POST', '/api/restore/preview', { file: base64(file.bytes), passphrase: 'guessed it!' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /wrongKey/);
    const right = await admin.send('POST', '/api/restore', { file: base64(file.bytes), passphrase: 'tr0ub4dor and 3' });
    assert.equal(right.status, 200, right.text);
    assert.ok(
      (JSON.parse(right.text) as Plan).differences.some(({ path, to }) => path === 'voip/line/0/auth_password' && to === '***'),
    );
  });
});

describe("another vendor's file", () => {
  it('is shown before it changes anything', async () => {
    const file = '<flat-profile><User_ID_1_ ua="na">4711</User_ID_1_><Nonsense>1</Nonsense></flat-profile>';
    const answer = await admin.send('POST', '/api/restore/preview', { file: base64(file) });
    assert.equal(answer.status, 200, answer.text);
    const plan = JSON.parse(answer.text) as Plan;
    assert.equal(plan.format, 'spa');
    assert.ok(plan.differences.some(({ path, to }) => path === 'voip/line/0/id' && to === '4711'));
    assert.ok(plan.remarks.some(({ reason }) => reason === 'unknownName'));
    const [line] = await admin.get<{ value: string }[]>('/api/parameters?prefix=voip/line/0/id');
    assert.notEqual(line?.value, '4711');
  });
});

describe('a file made to do harm', () => {
  const bombs: Readonly<Record<string, string | Uint8Array>> = {
    'entities that grow (CWE-776)': `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(1000)}"><!ENTITY y "${'&x;'.repeat(1000)}">]><flat-profile><A>&y;</A></flat-profile>`,
    'entities from elsewhere (CWE-611)':
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><flat-profile><User_ID_1_>&x;</User_ID_1_></flat-profile>',
    'a bomb of zeros (CWE-409)': gzipSync(Buffer.alloc(64 * 1024 * 1024)),
    'wrapped without end': [1, 2, 3, 4, 5, 6].reduce<Uint8Array>((bytes) => gzipSync(bytes), Buffer.from('voip/line/0/id=1')),
    'nested without end': `<flat-profile>${'<a>'.repeat(200_000)}`,
    'no file at all': Buffer.from([0, 1, 2, 3, 0xff]),
  };
  for (const [name, file] of Object.entries(bombs)) {
    it(`is refused or harmless: ${name}`, async () => {
      const answer = await admin.send('POST', '/api/restore/preview', { file: base64(file) });
      assert.ok([200, 422].includes(answer.status), `${answer.status} ${answer.text.slice(0, 200)}`);
      assert.ok(answer.text.length < 1_000_000);
      assert.ok(!answer.text.includes('root:'));
    });
  }

  it('is not read when it is larger than any profile', async () => {
    assert.equal((await admin.send('POST', '/api/restore/preview', { file: 'A'.repeat(6_000_000) })).status, 413);
    assert.equal((await phone.screen()).screen, 'idle');
  });
});

describe('pages that switch themselves off', () => {
  it('say that it is done, and are gone', async () => {
    await set({ 'system/web/enabled': false });
    await phone.waitFor('the closed door', async () =>
      (await admin.send('GET', '/').catch(() => undefined)) === undefined ? true : undefined,
    );
    assert.equal((await phone.screen()).screen, 'idle');
  });
});

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileKeysOf } from '#config/formats/encryption/keys';
import { read, valuesOf } from './reading.ts';

const command = new URL('../../../tools/encrypt.ts', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'hookswitch-encrypt-'));
const file = 'voip/line/0/id=2001\n';

function run(
  args: readonly string[],
  input = '',
  key?: string,
): { readonly out: Buffer; readonly error: string; readonly status: number | null } {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...(key === undefined ? {} : { HOOKSWITCH_KEY: key }) };
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], { input, env });
  return { out: stdout, error: stderr.toString(), status };
}

describe('hookswitch-encrypt', () => {
  it('makes a key, encrypts a file with it and opens it again', () => {
    const key = run(['make-key']).out.toString();
    writeFileSync(join(directory, 'key'), key);
    writeFileSync(join(directory, 'phone.cfg'), file);
    const made = run([
      'file',
      '--key-file',
      join(directory, 'key'),
      '--in',
      join(directory, 'phone.cfg'),
      '--out',
      join(directory, 'phone.enc'),
    ]);
    assert.equal(made.status, 0, made.error);
    const sealed = readFileSync(join(directory, 'phone.enc'));
    assert.equal(statSync(join(directory, 'phone.enc')).mode & 0o777, 0o600);
    assert.deepEqual(valuesOf(read(sealed, { keys: fileKeysOf([key]) })), { 'voip/line/0/id': '2001' });
    assert.equal(run(['open', '--in', join(directory, 'phone.enc')], '', key.trim()).out.toString(), file);
  });

  it('encrypts a value by a key or a pass phrase, for a line of a file', () => {
    for (const key of [run(['make-key']).out.toString().trim(), 'correct horse']) {
      const value = run(['value'], 's3cret\n', key).out.toString().trim();
      assert.match(value, /^\{"hs1\.[\w-]+"\}$/);
      const text = `voip/line/0/auth_password=${value}\n`;
      assert.deepEqual(valuesOf(read(text, { keys: fileKeysOf([key]) })), { 'voip/line/0/auth_password': 's3cret' });
      assert.equal(run(['open-value'], value, key).out.toString(), 's3cret\n');
    }
  });

  it('makes what openssl opens, compressed first if so wanted', () => {
    const made = run(['spa', '--gzip'], '<flat-profile/>', 'SecretPhrase1234').out;
    const opened = execFileSync('openssl', ['enc', '-d', '-aes-256-cbc', '-md', 'md5', '-k', 'SecretPhrase1234'], {
      input: made,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    assert.equal(execFileSync('gunzip', ['-c'], { input: opened }).toString(), '<flat-profile/>');
  });

  it('opens a .cfx file by its Triple DES key', () => {
    const hex = '0123456789abcdeffedcba98765432100f1e2d3c4b5a6978';
    const made = execFileSync('openssl', ['enc', '-des-ede3-cbc', '-K', hex, '-iv', '0'.repeat(16)], { input: file });
    writeFileSync(join(directory, 'phone.cfx'), made);
    assert.equal(run(['open', '--in', join(directory, 'phone.cfx')], '', `3des:${hex}`).out.toString(), file);
    const refused = run(['file'], file, `3des:${hex}`);
    assert.equal(refused.status, 1);
    assert.match(refused.error, /only read/);
  });

  it('says what is missing or wrong, and takes no key from its arguments', () => {
    assert.match(run(['file'], file).error, /There is no key/);
    assert.match(run(['open'], 'HSWITCH\u0001 and nonsense', 'other').error, /no key of this phone opens it/);
    assert.match(run(['open-value'], '{"hs1.AAAA"}', 'other').error, /does not open this value/);
    assert.match(run(['value', '--key-file', '-'], 'x').error, /cannot both come/);
    assert.equal(run([]).status, 2);
    assert.equal(run(['file', '--key', 'x'], file).status, 2);
    assert.equal(run(['file', 'x'], file, 'k').status, 2);
  });
});

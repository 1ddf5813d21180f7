// Jobs in a thread of their own: what comes of them is what the function itself gives, and a thread that dies is told of.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { encryptFile } from '#config/formats/encryption/file';
import { fileKeysOf } from '#config/formats/encryption/keys';
import { writtenBackup } from '#firmware/administration/written-backup';
import { BackgroundError, inBackground } from '#firmware/background/in-background';
import { readContacts } from '#firmware/directory/files/read-contacts';
import { readOfferedFile } from '#firmware/provisioning/offered-file';
import { readOffered } from '#firmware/provisioning/read-offered';

const cards = Array.from({ length: 1000 }, (_, i) => `BEGIN:VCARD\r\nFN:Person ${i}\r\nTEL:${1000 + i}\r\nEND:VCARD\r\n`).join(
  '',
);
const lines = 'voip/line/0/id=2001\nvoip/line/0/auth_password=geheim\nno/such/name=1\n';

describe('a job in the background', () => {
  it('gives what its function gives', async () => {
    const bytes = Buffer.from(cards);
    assert.deepEqual(await inBackground('readContacts', bytes), readContacts(bytes));
  });

  it('that dies is told of', async () => {
    const broken = inBackground('readContacts', undefined as unknown as Uint8Array);
    await assert.rejects(broken, (error) => error instanceof BackgroundError && error.code === 'BACKGROUND_FAILED');
  });

  it('writes a backup that its pass phrase opens, secrets and all', async () => {
    const settings = [{ path: 'voip/line/0/auth_password', value: 'geheim', source: 'stored' }] as const;
    const contents = { settings, extent: 'delta', heading: ['mine'], passphrase: 'correct horse' } as const;
    const file = await inBackground('writtenBackup', contents);
    const read = await inBackground('readConfigurationFile', file, { keys: fileKeysOf(['correct horse']) });
    assert.deepEqual(read.ok && read.changes, [{ path: 'voip/line/0/auth_password', value: 'geheim' }]);
    const open = Buffer.from(writtenBackup({ ...contents, passphrase: '' })).toString();
    assert.ok(!open.includes('geheim'), open);
  });
});

describe('a configuration file that was offered', () => {
  const wrapped = {
    plain: Buffer.from(lines),
    compressed: gzipSync(lines),
    encrypted: Buffer.from(encryptFile(Buffer.from(lines), 'correct horse')),
    large: Buffer.from(lines + '# more\n'.repeat(2000)),
  };
  for (const [name, bytes] of Object.entries(wrapped)) {
    it(`${name}: is read the same beside the main thread and on it`, async () => {
      const options = { keys: fileKeysOf(['correct horse']) };
      const { read, isEncrypted, bareSecrets } = await readOffered(bytes, options);
      assert.deepEqual({ read, isEncrypted, bareSecrets }, readOfferedFile(bytes, options));
      assert.ok(read.ok && read.changes.length === 2 && read.remarks.length === 1);
      assert.equal(isEncrypted, name === 'encrypted');
      assert.deepEqual(bareSecrets, name === 'encrypted' ? [] : ['voip/line/0/auth_password']);
    });
  }
});

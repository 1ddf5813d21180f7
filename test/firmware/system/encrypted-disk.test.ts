import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isOnEncryptedDisk } from '#firmware/system/encrypted-disk';

/** A sysfs in which the device of `directory` is a mapping, over these. */
function sysfs(directory: string, uuid: string, below: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sysfs-'));
  const number = Number(execFileSync('stat', ['-c', '%d', directory], { encoding: 'utf8' }));
  const [major, minor] = [(number >> 8) & 0xfff, (number & 0xff) | ((number >> 12) & 0xfff00)];
  const device = join(folder, 'dev/block', `${major}:${minor}`);
  mkdirSync(join(device, 'dm'), { recursive: true });
  mkdirSync(join(device, 'slaves'));
  writeFileSync(join(device, 'dm/uuid'), `${uuid}\n`);
  for (const [index, each] of below.entries()) {
    const disk = join(folder, `dm-${index}`);
    mkdirSync(join(disk, 'dm'), { recursive: true });
    writeFileSync(join(disk, 'dm/uuid'), each);
    symlinkSync(disk, join(device, 'slaves', `dm-${index}`));
  }
  return folder;
}

describe('the disk under a directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'disk-'));

  it('is encrypted where dm-crypt is', () => {
    assert.equal(isOnEncryptedDisk(directory, sysfs(directory, 'CRYPT-LUKS2-1234-data', [])), true);
    assert.equal(isOnEncryptedDisk(join(directory, 'to/be/made'), sysfs(directory, 'CRYPT-PLAIN-data', [])), true);
  });

  it('is encrypted where all that a volume lies on is', () => {
    assert.equal(isOnEncryptedDisk(directory, sysfs(directory, 'LVM-1', ['CRYPT-LUKS2-1', 'CRYPT-LUKS2-2'])), true);
    assert.equal(isOnEncryptedDisk(directory, sysfs(directory, 'LVM-1', ['CRYPT-LUKS2-1', ''])), false);
  });

  it('is not where nobody says so', () => {
    assert.equal(isOnEncryptedDisk(directory, sysfs(directory, 'LVM-1', [])), false);
    assert.equal(isOnEncryptedDisk(directory, mkdtempSync(join(tmpdir(), 'sysfs-'))), false);
  });
});

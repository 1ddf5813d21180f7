// The key of the secrets in a real kernel: handed over in its keyring by keyctl, and on a disk that dm-crypt encrypts with a key of that keyring.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { Store } from '#config/store';
import { deviceKeys } from '#firmware/system/device-keys';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';

const path = 'voip/line/0/auth_password';

function run(program: string, args: readonly string[], input: string | Uint8Array = ''): string {
  return execFileSync(program, args, { input, encoding: 'latin1' }).trim();
}

function putKey(byte: number): string {
  const key = Buffer.alloc(32, byte).toString('base64');
  run('keyctl', ['padd', 'user', 'hookswitch-key', '@u'], `${key}\n`);
  return key;
}

afterEach(() => run('keyctl', ['clear', '@u']));

interface Seen {
  readonly said: string;
  readonly password: string;
  readonly lost: number;
}

/** What a start finds, after which the password is as given. */
async function start(directory: string, password?: string): Promise<Seen> {
  const clock = new SystemClock();
  const log = new Log(clock);
  const keys = await deviceKeys(directory, log, {});
  const { store, lostSecrets } = await Store.open({ directory, clock, log, ...(keys === undefined ? {} : { keys }) });
  const seen = {
    said: log.entries.map(({ text }) => text).join('\n'),
    password: store.get(path).reveal(),
    lost: lostSecrets.length,
  };
  const changed = password === undefined ? undefined : await store.change([{ path, value: password }], 'admin');
  assert.ok(changed?.ok !== false, JSON.stringify([changed, log.entries]));
  await store.close();
  return seen;
}

function onDisk(directory: string): string {
  return readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('\n');
}

test('a key in the keyring of the kernel seals the secrets, and lies on no disk', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyring-'));
  const key = putKey(7);
  assert.match((await start(directory, 'hunter2')).said, /kept by whoever put it into the kernel's keyring/);
  assert.deepEqual(await start(directory).then(({ password, lost }) => [password, lost]), ['hunter2', 0]);
  assert.ok(!existsSync(join(directory, 'device-key')));
  for (const secret of [key, Buffer.alloc(32, 7).toString('latin1'), 'hunter2']) assert.ok(!onDisk(directory).includes(secret));
});

test('a phone whose start-up hands no key over starts without its passwords, and has them again with the key', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyring-'));
  putKey(7);
  await start(directory, 'hunter2');
  run('keyctl', ['clear', '@u']);
  const without = await start(directory);
  assert.deepEqual([without.password, without.lost], ['', 1]);
  assert.match(without.said, /kept by a file on the disk of the settings\nThe key of stored secrets is lost/);
  putKey(7);
  assert.deepEqual(await start(directory).then(({ password, lost }) => [password, lost]), ['hunter2', 0]);
});

test('what a key file sealed before is sealed by the key of the keyring, and the file goes', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyring-'));
  await start(directory, 'hunter2');
  const before = readFileSync(join(directory, 'device-key'), 'latin1').trim();
  putKey(9);
  assert.deepEqual(await start(directory).then(({ password, lost }) => [password, lost]), ['hunter2', 0]);
  assert.deepEqual(await start(directory).then(({ password, lost }) => [password, lost]), ['hunter2', 0]);
  assert.ok(!existsSync(join(directory, 'device-key')));
  assert.ok(!onDisk(directory).includes(before));
});

test('what is in the keyring and is no key is told, and the phone starts', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyring-'));
  run('keyctl', ['padd', 'user', 'hookswitch-key', '@u'], 'too short');
  assert.match((await start(directory, 'hunter2')).said, /hookswitch-key is no key\n.*kept by a file/);
  assert.equal((await start(directory)).password, 'hunter2');
});

/** A file system in memory, encrypted with a key that only the kernel has. */
function mountEncrypted(name: string): string {
  for (const module of ['loop', 'dm-crypt', 'ext4']) run('busybox', ['modprobe', module]);
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  const [image, at] = [join(folder, 'image'), join(folder, 'mounted')];
  run('truncate', ['-s', '32M', image]);
  const loop = run('losetup', ['--find', '--show', image]);
  run('keyctl', ['padd', 'logon', `hookswitch:${name}`, '@u'], Buffer.alloc(64, 3));
  const table = `0 ${64 * 1024} crypt aes-xts-plain64 :64:logon:hookswitch:${name} 0 ${loop} 0`;
  run('dmsetup', ['create', name, '--noudevsync', '--uuid', `CRYPT-PLAIN-${name}`, '--table', table]);
  // Named as cryptsetup does. Without udev the kernel's own name for it is the only one.
  const device = `/dev/${run('dmsetup', ['info', '--columns', '--noheadings', '-o', 'blkdevname', name])}`;
  run('mkfs.ext4', ['-q', device]);
  mkdirSync(at);
  run('mount', [device, at]);
  return at;
}

const noDeviceMapper = existsSync('/sbin/dmsetup') ? false : 'this machine has no dmsetup';

test('a key file on an encrypted disk is told from one on a plain disk', { skip: noDeviceMapper }, async () => {
  const disk = mountEncrypted('data');
  try {
    assert.match((await start(join(disk, 'phone'), 'hunter2')).said, /kept by a file on an encrypted disk/);
    assert.equal((await start(join(disk, 'phone'))).password, 'hunter2');
  } finally {
    run('umount', [disk]);
    run('dmsetup', ['remove', '--noudevsync', 'data']);
  }
});

// Proves the sealing of the secrets' key against a software TPM (swtpm, with tpm2-tools): the board's own TPM opens it, no other does, and nothing
// on the disk is the key.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { writeKeys } from '#config/key-file';
import { sealingKey } from '#config/sealing';
import { Store } from '#config/store';
import { deviceKeys } from '#firmware/system/device-keys';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';
import { accepts } from './rig/kamailio.ts';
import { PeerProcess } from './rig/peer-process.ts';
import { run } from './rig/run.ts';

// What the tools are given is the process's environment, as with a real TPM.
before(() => run('ip', ['link', 'set', 'lo', 'up']));

const path = 'voip/line/0/auth_password';

async function startTpm(port: number): Promise<PeerProcess> {
  const state = await mkdtemp(join(tmpdir(), 'swtpm-'));
  const sockets = [
    '--server',
    `type=tcp,port=${port},bindaddr=127.0.0.1`,
    '--ctrl',
    `type=tcp,port=${port + 1},bindaddr=127.0.0.1`,
  ];
  const flags = ['--flags', 'not-need-init,startup-clear'];
  const tpm = PeerProcess.start('swtpm', ['swtpm', 'socket', '--tpm2', '--tpmstate', `dir=${state}`, ...sockets, ...flags]);
  await tpm.ready('its control port', () => accepts('127.0.0.1', port + 1));
  process.env['TPM2TOOLS_TCTI'] = `swtpm:host=127.0.0.1,port=${port}`;
  return tpm;
}

async function open(
  directory: string,
): Promise<{ readonly password: string; readonly lost: number; set(value: string): Promise<void>; close(): Promise<void> }> {
  const clock = new SystemClock();
  const log = new Log(clock);
  const keys = await deviceKeys(directory, log, process.env);
  assert.ok(keys !== undefined, JSON.stringify(log.entries));
  const { store, lostSecrets } = await Store.open({ directory, clock, log, keys });
  return {
    password: store.get(path).reveal(),
    lost: lostSecrets.length,
    set: async (value) => assert.ok((await store.change([{ path, value }], 'admin')).ok),
    close: () => store.close(),
  };
}

test('the key of a board is opened by its own TPM, and by no other', async () => {
  const directory = join(await mkdtemp(join(tmpdir(), 'sealed-')), 'made-at-the-first-start');
  {
    await using _own = await startTpm(2321);
    const first = await open(directory);
    await first.set('hunter2');
    await first.close();
    const again = await open(directory);
    assert.deepEqual([again.password, again.lost], ['hunter2', 0]);
    await again.close();
    assert.deepEqual(
      readdirSync(directory).filter((name) => name.startsWith('device-key')),
      ['device-key.tpm'],
    );
  }
  await using _stolen = await startTpm(2331);
  const elsewhere = await open(directory);
  assert.deepEqual([elsewhere.password, elsewhere.lost], ['', 1]);
  await elsewhere.close();
});

test('a key file of before goes into the TPM, and every secret with it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'moved-'));
  const { store } = await Store.open({ directory, clock: new SystemClock(), log: new Log(new SystemClock()) });
  assert.ok((await store.change([{ path, value: 'hunter2' }], 'admin')).ok);
  await store.close();
  const before = readFileSync(join(directory, 'device-key'), 'utf8').trim();
  await using _tpm = await startTpm(2341);
  const moved = await open(directory);
  assert.deepEqual([moved.password, moved.lost], ['hunter2', 0]);
  await moved.close();
  for (const name of readdirSync(directory)) assert.ok(!readFileSync(join(directory, name), 'latin1').includes(before), name);
});

test('a supervisor may hand the key over', async () => {
  const credentials = await mkdtemp(join(tmpdir(), 'credentials-'));
  const directory = join(credentials, 'data');
  mkdirSync(directory);
  writeKeys(join(credentials, 'hookswitch-key'), [sealingKey(Buffer.alloc(32, 7))]);
  const log = new Log(new SystemClock());
  const keys = await deviceKeys(directory, log, { CREDENTIALS_DIRECTORY: credentials });
  assert.deepEqual(keys?.ring[0].bytes, Buffer.alloc(32, 7));
  writeFileSync(join(credentials, 'hookswitch-key'), 'nonsense');
  assert.equal(await deviceKeys(directory, log, { CREDENTIALS_DIRECTORY: credentials }), undefined);
});

test('what was sealed before the supervisor handed a key over is sealed anew, and a key that cannot be removed stops nobody', async () => {
  const credentials = await mkdtemp(join(tmpdir(), 'credentials-'));
  const directory = join(credentials, 'data');
  const clock = new SystemClock();
  const plain = await Store.open({ directory, clock, log: new Log(clock) });
  assert.ok((await plain.store.change([{ path, value: 'hunter2' }], 'admin')).ok);
  await plain.store.close();
  writeKeys(join(credentials, 'hookswitch-key'), [sealingKey(Buffer.alloc(32, 7))]);
  const log = new Log(clock);
  const keys = await deviceKeys(directory, log, { CREDENTIALS_DIRECTORY: credentials });
  assert.ok(keys !== undefined);
  // What `rm` refuses, on whatever disk this runs.
  mkdirSync(join(directory, 'device-key.tpm'));
  const { store, lostSecrets } = await Store.open({ directory, clock, log, keys });
  assert.deepEqual([store.get(path).reveal(), lostSecrets], ['hunter2', []]);
  await store.close();
  assert.ok(!readdirSync(directory).includes('device-key'));
  assert.ok(log.entries.some(({ text }) => text === 'A key of before cannot be removed'));
});

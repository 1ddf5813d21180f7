// Proves with the kernel's own file systems that a disk which is full, or may not be written any more, costs no setting that was acknowledged and no
// start of the phone.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { Store } from '#config/store';
import { SystemClock } from '#firmware/system/system-clock';
import { MemoryLog } from '../support/memory-log.ts';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { run } from './rig/run.ts';

// The panel of a phone is at the loopback address.
before(() => run('ip', ['link', 'set', 'lo', 'up']));

async function disk(kilobytes: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', directory]);
  return directory;
}

async function withStore<Result>(directory: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const { store, recovered } = await Store.open({ directory, clock: new SystemClock(), log: new MemoryLog() });
  assert.equal(recovered, undefined);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const name = (value: string) => [{ path: 'voip/line/0/description', value }];

test('a full disk refuses the change, keeps what was there, and takes changes again when there is room', async () => {
  const directory = await disk(1024);
  await withStore(directory, async (store) => assert.ok((await store.change(name('before'), 'admin')).ok));
  const ballast = join(directory, 'ballast');
  await run('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null; true', ballast]);
  await withStore(directory, async (store) => {
    assert.equal(store.get('voip/line/0/description'), 'before');
    const refused = await store.change(name('while full'), 'admin');
    assert.ok(!refused.ok && refused.reason === 'notStored', JSON.stringify(refused));
    assert.equal(store.get('voip/line/0/description'), 'before');
    rmSync(ballast);
    assert.ok((await store.change(name('after'), 'admin')).ok);
  });
  await withStore(directory, async (store) => assert.equal(store.get('voip/line/0/description'), 'after'));
});

test('a disk that fills up in the middle of many changes never ends in half of one', async () => {
  const directory = await disk(400);
  const lines = [0, 1, 2, 3, 4, 5] as const;
  const last = await withStore(directory, async (store) => {
    let stored = 0;
    for (let number = 1; number < 2000; number++) {
      const changes = lines.map((line) => ({ path: `voip/line/${line}/description`, value: `${number}-`.padEnd(60, 'x') }));
      const result = await store.change(changes, 'admin');
      if (!result.ok) break;
      stored = number;
    }
    return stored;
  });
  assert.ok(last > 5 && last < 1999, `${last}`);
  await withStore(directory, async (store) => {
    const found = lines.map((line) => Number.parseInt(store.get(`voip/line/${line}/description`), 10));
    assert.deepEqual(new Set(found), new Set([last]));
  });
});

test('a file system that is read-only from one moment to the next refuses changes, and the phone starts from it all the same', async () => {
  const directory = await disk(4096);
  await withStore(directory, async (store) => {
    assert.ok((await store.change(name('before'), 'admin')).ok);
    // As after a power cut: what was written last stands in the log alone.
    for (const suffix of ['', '-wal'])
      await run('cp', [join(directory, `store.sqlite${suffix}`), join(directory, `kept${suffix}`)]);
  });
  for (const suffix of ['', '-wal'])
    await run('mv', [join(directory, `kept${suffix}`), join(directory, `store.sqlite${suffix}`)]);
  await run('mount', ['-o', 'remount,ro', directory]);
  await withStore(directory, async (store) => {
    assert.equal(store.get('voip/line/0/description'), 'before');
    const refused = await store.change(name('never'), 'admin');
    assert.ok(!refused.ok && refused.reason === 'notStored', JSON.stringify(refused));
  });
  await using phone = await SimulatedPhone.start({ dataDirectory: directory, params: { 'provisioning/method': 'Disable' } });
  await phone.waitFor('the notice', async () =>
    JSON.stringify(await phone.screen()).includes('cannot be kept') ? true : undefined,
  );
});

test('a phone whose settings are damaged starts with the last good ones and says so', async () => {
  const directory = await disk(4096);
  mkdirSync(directory, { recursive: true });
  await withStore(directory, async (store) => assert.ok((await store.change(name('good'), 'admin')).ok));
  writeFileSync(join(directory, 'store.sqlite'), Buffer.alloc(30_000, 'flash that forgot '));
  {
    await using phone = await SimulatedPhone.start({ dataDirectory: directory, params: { 'provisioning/method': 'Disable' } });
    await phone.waitFor('the notice', async () => (JSON.stringify(await phone.screen()).includes('damaged') ? true : undefined));
  }
  await withStore(directory, async (store) => assert.equal(store.get('voip/line/0/description'), 'good'));
});

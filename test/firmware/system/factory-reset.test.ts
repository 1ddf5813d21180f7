// Back to the factory, and no further than that.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Store } from '#config/store';
import { markForReset, resetIfMarked, restoreDefaults } from '#firmware/system/factory-reset';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'reset-'));
  folders.push(made);
  return made;
}
after(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});
const clock = new SystemClock();
const log = new Log(clock);

describe('a factory reset', () => {
  it('forgets at the next start what is ours, and leaves what is not', () => {
    const data = folder();
    for (const name of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite.damaged-2026', 'device-key', 'letter.txt']) {
      writeFileSync(join(data, name), 'x');
    }
    mkdirSync(join(data, 'recordings'));
    writeFileSync(join(data, 'recordings', 'call.wav'), 'x');
    resetIfMarked(data, log);
    assert.equal(readdirSync(data).length, 6);
    markForReset(data);
    resetIfMarked(data, log);
    assert.deepEqual(readdirSync(data), ['letter.txt']);
  });

  it('does nothing where there is no directory yet', () => {
    const data = join(folder(), 'none');
    resetIfMarked(data, log);
    assert.ok(!existsSync(data));
  });
});

describe('restoring defaults', () => {
  it('takes every parameter back that somebody set', async () => {
    const data = folder();
    {
      await using store = (await Store.open({ directory: data, clock, log })).store;
      await store.change([{ path: 'voip/line/0/id', value: '1001' }], 'user');
      await store.change([{ path: 'voip/line/0/auth_password', value: 'secret' }], 'admin');
      assert.equal(await restoreDefaults(store, log), true);
      assert.equal(store.get('voip/line/0/id'), '');
      assert.equal(await restoreDefaults(store, log), true);
    }
    await using again = (await Store.open({ directory: data, clock, log })).store;
    assert.equal(again.get('voip/line/0/id'), '');
    assert.equal(again.get('voip/line/0/auth_password').reveal(), '');
  });
});

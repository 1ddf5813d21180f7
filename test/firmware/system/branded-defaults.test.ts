// A package of defaults lies under what is stored, and comes back when that goes.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Store } from '#config/store';
import { brandedDefaults } from '#firmware/system/branded-defaults';
import { Log } from '#firmware/system/log';
import { FakeClock } from '#test/support/fake-clock';

test('a branded default holds until something is set, and again after the factory defaults', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'branding-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const clock = new FakeClock();
  const log = new Log(clock);
  writeFileSync(
    join(directory, 'defaults.cfg'),
    'voip/signalling/sip/port=5080\nvoip/line/3/description=Fourth\nsystem/password=1234\nvoip/audio/volume/ringer=99999\n',
  );
  const { store } = await Store.open({
    directory: join(directory, 'data'),
    clock,
    log,
    defaults: await brandedDefaults(directory, log),
  });
  t.after(() => store.close());
  assert.equal(store.get('voip/signalling/sip/port'), 5080);
  assert.equal(store.get('voip/line/3/description'), 'Fourth');
  assert.equal(store.get('system/password').reveal(), '', 'no two phones share a password');
  assert.equal(store.settings('voip/signalling/sip/port')[0]?.source, 'default');
  assert.equal(log.entries.filter(({ text }) => text.includes('left out')).length, 2);
  assert.ok((await store.change([{ path: 'voip/signalling/sip/port', value: 5099 }], 'admin')).ok);
  assert.equal(store.get('voip/signalling/sip/port'), 5099);
  assert.ok((await store.restoreDefaults('admin')).ok);
  assert.equal(store.get('voip/signalling/sip/port'), 5080);
});

test('a package without sense costs nothing but words in the log', async () => {
  const log = new Log(new FakeClock());
  assert.equal((await brandedDefaults('/nowhere', log)).size, 0);
  assert.equal((await brandedDefaults(undefined, log)).size, 0);
  assert.equal(log.entries.length, 1);
});

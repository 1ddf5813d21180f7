// Where the log goes, as the parameters say.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Log } from '#firmware/system/log';
import { openSyslog } from '#firmware/system/syslog/open-syslog';
import { storeRig } from '../../config/store-rig.ts';

test('the flash, the serial line, or nothing more: each mode is obeyed at once', async (t) => {
  const rig = storeRig(t);
  const { store } = await rig.open();
  const log = new Log(rig.clock);
  const printed: string[] = [];
  const directory = join(rig.directory, 'log');
  log.warn('calls', 'before anybody listened');
  const { clock } = rig;
  const parts = {
    certificates: store,
    store,
    log,
    clock,
    directory,
    address: () => '10.0.0.2',
    print: (line: string) => void printed.push(line),
  };
  {
    await using _syslog = openSyslog(parts);
    log.info('calls', 'local and of little weight');
    log.error('calls', 'local and heavy');
    await store.change([{ path: 'system/syslog/mode', value: 'Serial' }], 'admin');
    log.info('calls', 'too little for nobody who asked');
    await store.change([{ path: 'system/syslog/log_level', value: 'Basic' }], 'admin');
    log.info('calls', 'printed');
    log.debug('calls', 'too much');
    await store.change([{ path: 'system/syslog/component/voip_task', value: 'Debug' }], 'admin');
    log.debug('calls', 'not too much any more');
    log.debug('media', 'still too much');
    await store.change([{ path: 'system/syslog/mode', value: 'All' }], 'admin');
    log.info('sip', 'printed as well');
  }
  log.info('calls', 'after the end');
  assert.deepEqual(
    printed.map((line) => line.slice(line.indexOf('calls') < 0 ? -15 : line.indexOf('calls') + 13)),
    ['printed', 'not too much any more', 'printed as well'],
  );
  const file = join(directory, 'phone.log');
  assert.ok(existsSync(file));
  const kept = readFileSync(file, 'utf8').trim().split('\n');
  assert.equal(kept.length, 2);
  assert.match(kept.join(' '), /before anybody listened.*local and heavy/);
});

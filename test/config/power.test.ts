import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Store } from '#config/store';
import { FakeClock } from '#test/support/fake-clock';
import { type StoreRig, storeRig } from './store-rig.ts';
import { endOfLog } from './write-ahead-log.ts';

/** At any time; `killed-inside.test.ts` has those inside a step. */
const kills = Number(process.env['KILLS'] ?? 8);
const quietLog = { debug() {}, info() {}, warn() {}, error() {} };

function ids(store: Store): readonly string[] {
  return ([0, 1, 2, 3, 4, 5] as const).map((line) => store.get(`voip/line/${line}/id`));
}

/** Starts the child, kills it without mercy a random while after its first stored change, gives the last number it told. */
async function writeAndKill(rig: StoreRig, child: ChildProcess): Promise<number> {
  let last = 0;
  const { promise: firstStored, resolve } = Promise.withResolvers<void>();
  assert.ok(child.stdout !== null);
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    last = Number(line.split(' ')[1]);
    if (line.startsWith('stored')) resolve();
  });
  await firstStored;
  await sleep(Math.random() * 60);
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.ok(statSync(rig.file).size > 0);
  return last;
}

describe('when the power goes', () => {
  it('in the middle of writing, the store is at a committed state, never before the last one told', async (t) => {
    const rig = storeRig(t);
    const child = join(import.meta.dirname, 'fixtures', 'writing-child.ts');
    let [unfinished, untold] = [0, 0];
    for (let round = 0; round < kills; round++) {
      const told = await writeAndKill(
        rig,
        spawn(process.execPath, [child, rig.directory], { stdio: ['ignore', 'pipe', 'inherit'] }),
      );
      const log = `${rig.file}-wal`;
      if (existsSync(log) && endOfLog(readFileSync(log)) === 'unfinished') unfinished += 1;
      const { store, recovered } = await rig.open();
      assert.equal(recovered, undefined);
      const found = ids(store);
      if (Number(found[0]) > told) untold += 1;
      assert.equal(new Set(found).size, 1, `a half change: ${found}`);
      assert.ok(Number(found[0]) >= told && Number(found[0]) <= told + 1, `told ${told}, found ${found[0]}`);
      const calls = store.collection<{ readonly number: number }>('calls', 20).list();
      assert.ok(calls.length <= 20 && Number(calls[0]?.number) >= told);
      await store.close();
    }
    t.diagnostic(
      `${kills} kills: ${unfinished} in the middle of writing a transaction, ${untold} after it and before it was told`,
    );
  });

  it('with the log torn or spoilt at any byte, the store is at one of the states before', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    for (let number = 1; number <= 6; number++) {
      const changes = [0, 1, 2, 3, 4, 5].map((line) => ({ path: `voip/line/${line}/id`, value: String(number) }));
      assert.ok((await store.change(changes, 'user')).ok);
    }
    const log = readFileSync(`${rig.file}-wal`);
    assert.ok(log.length > 6 * 4096, 'nothing was moved out of the log yet');
    assert.deepEqual([endOfLog(log), endOfLog(log.subarray(0, -1))], ['finished', 'unfinished']);
    const seen = new Set<string>();
    const places = Array.from({ length: 60 }, (_, i) => Math.floor((log.length * i) / 60));
    for (const place of [...places, log.length]) {
      for (const harm of ['torn', 'spoilt'] as const) {
        const directory = join(rig.directory, `${harm}-${place}`);
        mkdirSync(directory);
        const copy = join(directory, 'store.sqlite');
        copyFileSync(rig.file, copy);
        writeFileSync(`${copy}-wal`, log);
        if (harm === 'torn') truncateSync(`${copy}-wal`, place);
        else
          writeFileSync(`${copy}-wal`, Buffer.concat([log.subarray(0, place), Buffer.alloc(16, 0xa5), log.subarray(place + 16)]));
        const opened = await Store.open({ directory, clock: new FakeClock(), log: quietLog });
        const found = ids(opened.store);
        assert.equal(opened.recovered, undefined, `${harm} at ${place}`);
        assert.equal(new Set(found).size, 1, `${harm} at ${place}: ${found}`);
        seen.add(found[0] ?? '');
        await opened.store.close();
      }
    }
    assert.deepEqual([...seen].sort(), ['', '1', '2', '3', '4', '5', '6']);
  });
});

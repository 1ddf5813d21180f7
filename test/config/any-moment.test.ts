// The power goes, or the process dies, after any single step of what the store does to its files. MOMENTS says how many are tried.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Store } from '#config/store';
import { FakeClock } from '#test/support/fake-clock';
import { buildRecorder, diskAfter, layOut, readSteps, type Step } from './recorded-disk.ts';

const moments = Number(process.env['MOMENTS'] ?? 400);
const quietLog = { debug() {}, info() {}, warn() {}, error() {} };
let directory: string;
let steps: readonly Step[];

before(() => {
  directory = mkdtempSync(join(tmpdir(), 'moments-'));
  const [data, log] = [join(directory, 'data'), join(directory, 'steps')];
  mkdirSync(data);
  const child = join(import.meta.dirname, 'fixtures', 'recorded-child.ts');
  const environment = { LD_PRELOAD: buildRecorder(directory), RECORD_DIRECTORY: data, RECORD_LOG: log };
  const { status, stderr } = spawnSync(process.execPath, [child, data, '8'], { env: { ...process.env, ...environment } });
  assert.equal(status, 0, String(stderr));
  steps = readSteps(log);
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** The store of that disk opens by itself, whole, with everything that was acknowledged and nothing that never was. */
async function check(files: ReadonlyMap<string, Buffer>, what: string): Promise<void> {
  const lines = files.get('acknowledged')?.toString().split('\n') ?? [];
  const told = Number(lines.at(-2) ?? 0);
  const copy = join(directory, 'copy');
  layOut(files, copy);
  const { store, recovered, lostSecrets } = await Store.open({ directory: copy, clock: new FakeClock(), log: quietLog });
  assert.equal(recovered, undefined, `${what}: damaged`);
  assert.deepEqual(lostSecrets, [], what);
  const all = ([0, 1, 2, 3, 4, 5] as const).map((line) => {
    const password = store.get(`voip/line/${line}/auth_password`).reveal();
    return `${store.get(`voip/line/${line}/id`)} ${password}`;
  });
  assert.equal(new Set(all).size, 1, `${what}: half a change: ${all}`);
  const found = Number(all[0]?.split(' ')[0] || 0);
  assert.equal(all[0], found === 0 ? ' ' : `${found} hunter-${found}`, what);
  assert.ok(found >= told && found <= told + 1, `${what}: told ${told}, found ${found}`);
  await store.close();
}

/** Each step of the first start, where the file is made; the others spread evenly. */
function chosen(count: number): readonly number[] {
  const early = Math.min(60, Math.floor(count / 3));
  const later = Array.from(
    { length: count - early },
    (_, i) => early + Math.floor(((i + Math.random()) * (steps.length - early)) / (count - early)),
  );
  return [...Array(early).keys(), ...later];
}

/** Only what the process was told is acknowledged: that file is ours, and as safe as a word that was said. */
function disk(until: number, lose: (() => boolean) | undefined): ReadonlyMap<string, Buffer> {
  const before = steps.slice(0, until);
  const said = diskAfter(before, undefined).get('acknowledged');
  const files = new Map(diskAfter(before, lose));
  if (said === undefined) files.delete('acknowledged');
  else files.set('acknowledged', said);
  return files;
}

describe('at any moment', () => {
  it('the process may be killed', async () => {
    assert.ok(steps.length > 200, `${steps.length} steps`);
    for (const until of chosen(moments / 2)) {
      const torn = steps[until];
      const files = new Map(disk(until, undefined));
      if (torn?.kind === 'write' && torn.file !== 'acknowledged') {
        const half: Step = { ...torn, data: torn.data.subarray(0, Math.floor(Math.random() * torn.data.length)) };
        const file = diskAfter([...steps.slice(0, until), half], undefined).get(torn.file);
        if (file !== undefined) files.set(torn.file, file);
      }
      await check(files, `killed in step ${until}`);
    }
  });

  it('the power may go: what was not synchronised is lost in any part', async () => {
    for (const [index, until] of chosen(moments / 2).entries()) {
      const share = [1, 0.5, 0.1][index % 3] ?? 1;
      await check(
        disk(until, () => Math.random() < share),
        `power lost after step ${until}, ${share} of it`,
      );
    }
  });
});

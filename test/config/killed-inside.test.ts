// A process with a store is killed in the middle of a step of what it does to its files, truly and again and again on the same files: each
// start finds what was acknowledged. KILLS_INSIDE says how often.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildRecorder, readSteps } from './recorded-disk.ts';
import { endOfLog } from './write-ahead-log.ts';

const kills = Number(process.env['KILLS_INSIDE'] ?? 10);
/** Steps. Most lives are short; some are long enough for a new key, which seals all of the history anew in one transaction. */
const longestLife = 4000;
const child = join(import.meta.dirname, 'fixtures', 'recorded-child.ts');

test('a process that is killed inside what it does to its files has all that it said it had stored', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'inside-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const [data, log, cache] = [join(directory, 'data'), join(directory, 'steps'), join(directory, 'cache')];
  mkdirSync(data);
  const library = buildRecorder(directory);
  const run = (rounds: number, dieAt: number): { readonly signal: string | null; readonly numbers: readonly number[] } => {
    rmSync(log, { force: true });
    rmSync(join(data, 'acknowledged'), { force: true });
    const recorder = { LD_PRELOAD: library, RECORD_DIRECTORY: data, RECORD_LOG: log, DIE_AT: String(dieAt) };
    const env = { ...process.env, ...recorder, NODE_COMPILE_CACHE: cache };
    const { status, signal, stderr } = spawnSync(process.execPath, [child, data, String(rounds)], { env, encoding: 'utf8' });
    assert.ok(signal === 'SIGKILL' || status === 0, stderr);
    const numbers = readFileSync(join(data, 'acknowledged'), 'utf8').split('\n').slice(0, -1).map(Number);
    return { signal, numbers };
  };
  // Its end writes the cache of what was compiled, which makes each later start short.
  let told = run(1, 0).numbers.at(-1) ?? 0;
  assert.ok(told > 0);
  const deaths = new Map<string, number>();
  let [unfinished, untold] = [0, 0];
  for (let round = 0; round < kills; round++) {
    const { signal, numbers } = run(100, 1 + Math.floor(Math.random() ** 4 * longestLife));
    assert.equal(signal, 'SIGKILL');
    const found = numbers[0] ?? told;
    assert.ok(found === told || found === told + 1, `told ${told}, found ${found}`);
    if (found > told) untold += 1;
    told = numbers.at(-1) ?? told;
    const last = readSteps(log).at(-1);
    const death = `${last?.kind} ${last?.file}`;
    deaths.set(death, (deaths.get(death) ?? 0) + 1);
    const written = join(data, 'store.sqlite-wal');
    if (existsSync(written) && endOfLog(readFileSync(written)) === 'unfinished') unfinished += 1;
  }
  const { numbers } = run(1, 0);
  assert.ok(numbers[0] === told || numbers[0] === told + 1);
  const places = [...deaths].sort(([, a], [, b]) => b - a).map(([death, count]) => `${count} in ${death}`);
  t.diagnostic(`${kills} kills, ${told} changes: ${unfinished} in the middle of a transaction, ${untold} before one was told`);
  t.diagnostic(places.join(', '));
});

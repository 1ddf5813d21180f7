// The log in the phone's own flash.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LogFile } from '#firmware/system/syslog/log-file';
import { FakeClock } from '#test/support/fake-clock';

function rig(t: TestContext): { readonly directory: string; readonly clock: FakeClock; readonly file: LogFile } {
  const parent = mkdtempSync(join(tmpdir(), 'log-'));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  const directory = join(parent, 'log');
  const clock = new FakeClock();
  return { directory, clock, file: new LogFile(directory, clock) };
}

/** Nothing while there is no such file: it may just have become the older one. */
function written(directory: string): string {
  try {
    return readFileSync(join(directory, 'phone.log'), 'utf8');
  } catch {
    return '';
  }
}

test('lines are written together, and an error soon', async (t) => {
  const { directory, clock, file } = rig(t);
  file.take('first', false);
  file.take('second', false);
  assert.equal(clock.pendingTimers, 1);
  file.take('an error', true);
  clock.advance(500);
  await file[Symbol.asyncDispose]();
  assert.equal(readFileSync(join(directory, 'phone.log'), 'utf8'), 'first\nsecond\nan error\n');
  assert.equal(statSync(join(directory, 'phone.log')).mode & 0o777, 0o600);
});

test('two files take turns, so that the flash never fills up', async (t) => {
  const { directory, clock, file } = rig(t);
  for (let turn = 0; turn < 40; turn++) {
    for (let n = 0; n < 300; n++) file.take(`${turn} `.padEnd(100, 'x'), false);
    clock.advance(30_000);
    while (!written(directory).includes(`\n${turn} x`)) await new Promise(setImmediate);
  }
  await file[Symbol.asyncDispose]();
  const sizes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
  assert.equal(sizes.length, 2);
  assert.ok(
    sizes.every((size) => size < 400_000),
    sizes.join(),
  );
  assert.match(readFileSync(join(directory, 'phone.log'), 'utf8'), /^39 x/m);
});

test('a disk that takes nothing holds nobody and costs no memory', async (t) => {
  const { directory, clock, file } = rig(t);
  writeFileSync(directory, 'a file where the directory should be');
  for (let n = 0; n < 5000; n++) file.take('x'.repeat(100), n % 7 === 0);
  clock.advance(30_000);
  await file[Symbol.asyncDispose]();
  assert.equal(readFileSync(directory, 'utf8'), 'a file where the directory should be');
});

// The list of recordings: what the names and heads of files say, and that nothing but a recording is ever listed or deleted.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { RecordedCalls } from '#firmware/calls/recorded-calls';
import { MemoryLog } from '#test/support/memory-log';
import { writeWav } from '#test/support/wav-file';

function rig(t: TestContext): { directory: string; calls: RecordedCalls; told: string[] } {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const told: string[] = [];
  const calls = new RecordedCalls({
    log: new MemoryLog(),
    directory,
    named: (party) => (party.number === '1002' ? { ...party, name: 'Grace' } : party),
    report: (input) => told.push('recording' in input ? `${input.type} ${input.recording}` : input.type),
    changed: () => {},
  });
  return { directory, calls, told };
}

const second = writeWav({ sampleRateHz: 16_000, samples: new Int16Array(16_000) });

it('lists what the recorder wrote, newest first, and nothing else', async (t) => {
  const { directory, calls } = rig(t);
  for (const name of ['20261121-143205-1002-1.wav', '20261121-150000-unknown-2.wav', 'sound-test.wav', '../x.wav', 'notes.txt']) {
    writeFileSync(join(directory, name.replace('/', '_')), second);
  }
  writeFileSync(join(directory, '20261121-160000-1003-3.wav'), 'short');
  await calls.load();
  assert.deepEqual(
    calls.calls.map(({ id, remote, durationMs }) => [id, remote.name, remote.number, durationMs]),
    [
      ['20261121-160000-1003-3.wav', undefined, '1003', 0],
      ['20261121-150000-unknown-2.wav', undefined, '', 1000],
      ['20261121-143205-1002-1.wav', 'Grace', '1002', 1000],
    ],
  );
  assert.equal(calls.calls[2]?.atMs, Date.UTC(2026, 10, 21, 14, 32, 5));
});

it('plays and deletes only what it lists', async (t) => {
  const { directory, calls, told } = rig(t);
  const id = '20261121-143205-1002-1.wav';
  writeFileSync(join(directory, id), second);
  writeFileSync(join(directory, 'store.sqlite'), 'x');
  await calls.load();
  calls.play('store.sqlite');
  calls.delete('store.sqlite');
  calls.delete(`../${directory.split('/').at(-1)}/store.sqlite`);
  assert.deepEqual(told, []);
  calls.play(id);
  calls.delete(id);
  assert.deepEqual(told, [`playRecording ${id}`, 'stopPlaying']);
  assert.deepEqual(calls.calls, []);
  while (existsSync(join(directory, id))) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(existsSync(join(directory, 'store.sqlite')));
});

it('is empty without a directory', async (t) => {
  const { directory, calls } = rig(t);
  rmSync(directory, { recursive: true });
  await calls.load();
  assert.deepEqual(calls.calls, []);
});

// The call log on a real store: what is kept, what counts as missed, and that it is there after a restart.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Store } from '#config/store';
import { CallLog, type LoggedCall, type LookedAt } from '#firmware/calls/call-log';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

const directory = mkdtempSync(join(tmpdir(), 'call-log-'));
after(() => rmSync(directory, { recursive: true, force: true }));
const clock = new FakeClock();

async function open(name: string): Promise<{ store: Store; log: CallLog }> {
  const { store } = await Store.open({ directory: join(directory, name), clock, log: new MemoryLog() });
  const log = new CallLog({
    clock,
    calls: store.collection<LoggedCall>('call_log'),
    lookedAt: store.collection<LookedAt>('call_log_looked_at', 1),
  });
  return { store, log };
}

const missed = { kind: 'missed', line: 0, remote: { name: undefined, number: '2002' }, durationMs: 0 } as const;

describe('the call log', () => {
  it('counts missed calls until they were looked at, also over a restart', async () => {
    const first = await open('missed');
    first.log.add({ ...missed, startedAtMs: clock.monotonicMs });
    first.log.add({ ...missed, kind: 'dialed', startedAtMs: clock.monotonicMs });
    first.log.add({ ...missed, startedAtMs: clock.monotonicMs });
    assert.equal(first.log.missed, 2);
    await first.store.close();
    const second = await open('missed');
    assert.equal(second.log.missed, 2);
    second.log.markSeen();
    assert.equal(second.log.missed, 0);
    second.log.add({ ...missed, startedAtMs: clock.monotonicMs });
    assert.equal(second.log.missed, 1);
    await second.store.close();
    const third = await open('missed');
    assert.equal(third.log.missed, 1);
    assert.equal(third.log.entries.length, 4);
    await third.store.close();
  });

  it('is newest first and dates a call by when it began', async () => {
    const { store, log } = await open('order');
    const startedAtMs = clock.monotonicMs;
    const begun = clock.wall.ms;
    clock.advance(65_000);
    log.add({ ...missed, kind: 'received', durationMs: 60_000, startedAtMs });
    log.add({ ...missed, remote: { name: 'Ada', number: '3' }, startedAtMs: clock.monotonicMs });
    assert.equal(log.entries[0]?.remote.name, 'Ada');
    assert.equal(log.entries[1]?.atMs, begun);
    await store.close();
  });

  it('forgets an entry, and all of them', async () => {
    const { store, log } = await open('forget');
    for (let call = 0; call < 3; call++) log.add({ ...missed, startedAtMs: clock.monotonicMs });
    log.delete(log.entries[1]?.id ?? 0);
    assert.equal(log.entries.length, 2);
    log.clear();
    assert.deepEqual(log.entries, []);
    await store.close();
  });
});

describe('many calls', () => {
  it('of one kind do not push out those of another', async () => {
    const { log } = await open('many');
    log.add({ ...missed, startedAtMs: clock.monotonicMs });
    for (let i = 0; i < 120; i += 1) log.add({ ...missed, kind: 'dialed', startedAtMs: clock.monotonicMs });
    assert.equal(log.entries.filter(({ kind }) => kind === 'dialed').length, 100);
    assert.equal(log.entries.filter(({ kind }) => kind === 'missed').length, 1);
  });

  it('are kept with what they sounded like', async () => {
    const { log } = await open('sound');
    log.add({ ...missed, kind: 'received', codec: 'G722', grade: 'fair', startedAtMs: clock.monotonicMs });
    assert.deepEqual([log.entries[0]?.codec, log.entries[0]?.grade], ['G722', 'fair']);
  });
});

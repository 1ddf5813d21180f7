// Call-ID and sequence of registrations, from one start of the phone to the next.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Store } from '#config/store';
import { RegistrationNames, type RegistrationRecord } from '#firmware/lines/registration-names';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';
import { seededBytes } from '#test/support/sip-peer';

/** What each start says of its first registration, of so many REGISTERs. */
async function starts(
  isNew: readonly boolean[],
  registers = 3,
  orderly = false,
): Promise<readonly { callId: string; sequences: number[] }[]> {
  const directory = mkdtempSync(join(tmpdir(), 'registrations-'));
  try {
    const told: { callId: string; sequences: number[] }[] = [];
    for (const [start, each] of isNew.entries()) {
      const { store } = await Store.open({ directory, clock: new FakeClock(), log: new MemoryLog() });
      const names = new RegistrationNames({
        random: seededBytes(start + 1),
        records: store.collection<RegistrationRecord>('registrations'),
        isNew: () => each,
      });
      const registration = names.name('line1', 1);
      told.push({
        callId: registration.callId,
        sequences: Array.from({ length: registers }, () => registration.nextSequence()),
      });
      if (orderly) names[Symbol.dispose]();
      await store.close();
    }
    return told;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test('a phone that starts again keeps its Call-ID, and its sequence goes on above all that was sent', async () => {
  const told = await starts([false, false, false], 600);
  assert.equal(new Set(told.map(({ callId }) => callId)).size, 1);
  const sequences = told.flatMap(({ sequences: each }) => each);
  assert.equal(sequences[0], 1);
  assert.ok(sequences.every((each, index) => index === 0 || each > (sequences[index - 1] ?? 0)));
});

test('after an orderly end it goes on with the next number', async () => {
  const told = await starts([false, false], 3, true);
  assert.deepEqual(
    told.map(({ sequences }) => sequences),
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  );
});

test('where the settings want it, each start has a Call-ID of its own', async () => {
  const told = await starts([true, true]);
  assert.equal(new Set(told.map(({ callId }) => callId)).size, 2);
  assert.deepEqual(
    told.map(({ sequences }) => sequences),
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  );
});

test('what was kept is there again when the settings want no new one any more', async () => {
  const [kept, random, again] = await starts([false, true, false]);
  assert.notEqual(random?.callId, kept?.callId);
  assert.equal(again?.callId, kept?.callId);
});

test('registrations are told apart, and one that follows another counts on', () => {
  const list: (RegistrationRecord & { id: number })[] = [];
  const names = new RegistrationNames({
    random: seededBytes(1),
    records: {
      list: () => list,
      add: (record) => {
        const entry = { ...record, id: list.length + 1 };
        list.push(entry);
        return entry;
      },
      replace: (id, record) => {
        list[id - 1] = { ...record, id };
        return true;
      },
      addAll: () => undefined,
      delete: () => false,
      clear: () => undefined,
    },
    isNew: () => false,
  });
  const first = names.name('line1', 1);
  const sequences = [first.nextSequence(), names.name('line1', 1).nextSequence(), first.nextSequence()];
  assert.deepEqual(sequences, [1, 2, 3]);
  const others = [names.name('line1', 2), names.name('line2', 1)];
  assert.equal(new Set([first, ...others].map(({ callId }) => callId)).size, 3);
  for (const other of others) assert.equal(other.nextSequence(), 1);
  // A disk is not written for each REGISTER.
  for (let count = 0; count < 200; count++) first.nextSequence();
  assert.equal(list.length, 3);
  // Long before 2^31 another Call-ID begins.
  list.splice(0, list.length, { id: 1, registration: 'line9 1', callId: 'old', reserved: 2 ** 30 + 1 });
  const fresh = names.name('line9', 1);
  assert.notEqual(fresh.callId, 'old');
  assert.equal(fresh.nextSequence(), 1);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { migrations } from '#config/migrations/list';
import type { StoredChange, WriteReply, WriteRequest } from '#config/store-messages';
import { StoreWriter } from '#config/store-writer';

const when = { atMs: 0, timeTrusted: true, origin: 'user', reason: '' } as const;

/** `handle`: all steps at once. */
interface Rig {
  handle(request: WriteRequest): WriteReply;
  state(): Readonly<Record<string, string>>;
}

function writerInMemory(): Rig {
  const database = new Database(':memory:');
  for (const migration of migrations) migration(database);
  const writer = new StoreWriter(database);
  return {
    handle: (request) => stepsOf(writer.handle(request)).reply,
    state: () =>
      Object.fromEntries(database.prepare('SELECT path, json FROM parameters ORDER BY path').raw().all() as [string, string][]),
  };
}

function stepsOf(work: Generator<void, WriteReply>): { readonly count: number; readonly reply: WriteReply } {
  for (let count = 1; ; count++) {
    const step = work.next();
    if (step.done === true) return { count, reply: step.value };
  }
}

function revisionOf(reply: WriteReply): number {
  assert.ok(reply.type === 'changed');
  return reply.revision;
}

describe('the history', () => {
  it('brings back the state of every revision, whatever was changed and rolled back between', () => {
    const change = fc.record({ path: fc.constantFrom('a', 'b', 'c'), json: fc.constantFrom('1', '2', '3', null) });
    const step = fc.oneof(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat({ max: 100 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { handle, state } = writerInMemory();
        const states = [state()];
        for (const each of steps) {
          const reply = Array.isArray(each)
            ? handle({ type: 'change', changes: each, ...when })
            : handle({ type: 'rollBack', revision: each % states.length, ...when });
          if (!Array.isArray(each)) assert.deepEqual(state(), states[each % states.length]);
          const revision = revisionOf(reply);
          assert.ok(revision === states.length - 1 || revision === states.length);
          states[revision] ??= state();
          assert.deepEqual(state(), states[revision]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is bounded: the oldest revisions are forgotten and said to be', () => {
    const { handle } = writerInMemory();
    const change = (json: string): readonly StoredChange[] => [{ path: 'a', json }];
    for (let i = 1; i <= 510; i++) handle({ type: 'change', changes: change(String(i)), ...when });
    assert.deepEqual(handle({ type: 'rollBack', revision: 9, ...when }), {
      type: 'unknownRevision',
      oldest: 10,
      newest: 510,
    });
    const reply = handle({ type: 'rollBack', revision: 10, ...when });
    assert.deepEqual(reply, { type: 'changed', revision: 511, state: [{ path: 'a', json: '10' }] });
  });

  it('may be asked for the same thing twice without harm, as after the death of the thread', () => {
    const { handle, state } = writerInMemory();
    const request = { type: 'change', changes: [{ path: 'a', json: '1' }], ...when } as const;
    const reply = { type: 'changed', revision: 1, state: [{ path: 'a', json: '1' }] };
    assert.deepEqual(handle(request), reply);
    assert.deepEqual(handle(request), reply, 'the answer to the first may have been lost');
    assert.deepEqual(state(), { a: '1' });
  });
});

describe('a large request', () => {
  it('is written in steps, and undone as a whole when it is given up between them', () => {
    const database = new Database(':memory:');
    for (const migration of migrations) migration(database);
    const writer = new StoreWriter(database);
    const changes = Array.from({ length: 1000 }, (_, i) => ({ path: `path/${i}`, json: '1' }));
    const stored = (): unknown => database.prepare('SELECT count(*) FROM parameters').pluck().get();
    const given = writer.handle({ type: 'change', changes, ...when });
    for (let step = 0; step < 10; step++) assert.equal(given.next().done, false);
    given.return({ type: 'done' });
    assert.equal(stored(), 0);
    assert.ok(stepsOf(writer.handle({ type: 'change', changes, ...when })).count > 10);
    assert.equal(stored(), 1000);
  });

  it('is one step when it is small', () => {
    const database = new Database(':memory:');
    for (const migration of migrations) migration(database);
    const work = new StoreWriter(database).handle({ type: 'change', changes: [{ path: 'a', json: '1' }], ...when });
    assert.equal(stepsOf(work).count, 1);
  });
});

// Long answers are written in slices, and read as if they had been written at once.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { writtenJson } from '#ui/web/server/written-json';

const noTurn = async (): Promise<void> => undefined;

it('writes what JSON.stringify writes', async () => {
  const member = fc.oneof(
    fc.jsonValue(),
    fc.array(fc.constant({ name: 'Ada', number: '1' }), { minLength: 150, maxLength: 450 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(member, fc.dictionary(fc.string(), member)), async (value) => {
      assert.equal(await writtenJson(value, noTurn), JSON.stringify(value));
    }),
    { numRuns: 60 },
  );
});

it('leaves out what is undefined', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({ index, more: undefined }));
  assert.equal(await writtenJson({ rows, none: undefined }, noTurn), JSON.stringify({ rows }));
});

it('lets others have their turn between the slices', async () => {
  let turns = 0;
  const turn = async (): Promise<void> => void turns++;
  await writtenJson({ contacts: Array.from({ length: 5000 }, (_, index) => index) }, turn);
  assert.equal(turns, 24);
});

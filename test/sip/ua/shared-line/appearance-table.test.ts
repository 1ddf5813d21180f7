// The appearances of a shared line as a state machine, without a network.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { NameAddr } from '#sip/message/name-addr';
import { parseUri } from '#sip/message/uri';
import {
  appearanceTable,
  freeIndex,
  newTable,
  statusOf,
  type TableInput,
  type TableState,
  type ToldAppearance,
} from '#sip/ua/shared-line/appearance-table';

const bob: NameAddr = { displayName: 'Bob', uri: parseUri('sip:3000@h'), parameters: new Map() };

function told(...entries: readonly (readonly [number, ToldAppearance['state']])[]): TableInput {
  const appearances = new Map(entries.map(([index, state]) => [index, { state, remote: bob, by: undefined, dialog: undefined }]));
  return { type: 'told', appearances };
}

function after(...inputs: readonly TableInput[]): TableState {
  return inputs.reduce(appearanceTable, newTable(2));
}

function shown(state: TableState): readonly string[] {
  return statusOf(state).appearances.map((each) => `${each.state}${each.local ? ' local' : ''}`);
}

const taken = (index: number, state: 'progressing' | 'ringing' = 'progressing'): TableInput => ({
  type: 'taken',
  index,
  call: 'c',
  state,
  remote: bob,
});

test('our own call hides what is told of its appearance', () => {
  assert.deepEqual(shown(after(taken(1), told([1, 'active'], [2, 'held']))), ['progressing local', 'held']);
});

test('when we hang up, the last word on our appearance is old', () => {
  const up: TableInput = { type: 'callChanged', call: 'c', change: { state: 'active' } };
  assert.deepEqual(shown(after(taken(1), up, told([1, 'active']), { type: 'callEnded', call: 'c' })), ['idle', 'idle']);
});

test('a held or ringing call may have gone to another phone before it ended here', () => {
  const held: TableInput = { type: 'callChanged', call: 'c', change: { state: 'held' } };
  for (const inputs of [[taken(1), held], [taken(1, 'ringing')]]) {
    assert.deepEqual(shown(after(...inputs, told([1, 'active']), { type: 'callEnded', call: 'c' })), ['active', 'idle']);
  }
});

test('a seizure that came too late takes nothing', () => {
  const late: TableInput = { type: 'seized', asked: 1, index: 1 };
  assert.deepEqual(shown(after({ type: 'seizing', index: 1 }, { type: 'released', index: 1 }, late)), ['idle', 'idle']);
  assert.deepEqual(shown(after({ type: 'seizing', index: 1 }, taken(1, 'ringing'), late)), ['ringing local', 'idle']);
});

test('a seizure is not released under a call', () => {
  assert.deepEqual(shown(after(taken(1), { type: 'released', index: 1 })), ['progressing local', 'idle']);
});

test('a line that is not watched shows our own calls alone', () => {
  const state = after(told([1, 'active']), taken(2), { type: 'lost' });
  assert.deepEqual([statusOf(state).known, ...shown(state)], [false, 'idle', 'progressing local']);
});

test('whatever happens, appearances are counted without gaps and a free one is free', () => {
  const index = fc.integer({ min: 1, max: 5 });
  const call = fc.constantFrom('a', 'b');
  const states = fc.constantFrom('seized', 'active', 'held', 'ringing' as const);
  const input = fc.oneof(
    fc.array(fc.tuple(index, states)).map((entries) => told(...(entries as [number, ToldAppearance['state']][]))),
    index.map((each): TableInput => ({ type: 'seizing', index: each })),
    fc.tuple(index, index).map(([asked, given]): TableInput => ({ type: 'seized', asked, index: given })),
    index.map((each): TableInput => ({ type: 'released', index: each })),
    fc
      .tuple(index, call)
      .map(([each, id]): TableInput => ({ type: 'taken', index: each, call: id, state: 'ringing', remote: bob })),
    call.map((id): TableInput => ({ type: 'callEnded', call: id })),
    fc.constant<TableInput>({ type: 'lost' }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 30 }), (inputs) => {
      const state = after(...inputs);
      const { appearances } = statusOf(state);
      assert.deepEqual(
        appearances.map((each) => each.index),
        appearances.map((_, i) => i + 1),
      );
      assert.ok(appearances.length >= 2);
      const free = freeIndex(state);
      assert.equal(appearances.find((each) => each.state === 'idle' && each.index <= 2)?.index, free);
    }),
  );
});

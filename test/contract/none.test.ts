// What a board does without a device: the contract's words are taken, nothing is reported.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Board, BoardDefinition, BoardEvent } from '#hal/board';
import { boardByName } from '#hal/boards';
import { openBoard } from '#hal/open-board';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { backlightContract, powerContract } from './quiet-contracts.ts';

interface BareRig extends AsyncDisposable {
  readonly board: Board;
  readonly log: MemoryLog;
  readonly events: readonly BoardEvent[];
}

async function openBare(): Promise<BareRig> {
  const none = { driver: 'none' } as const;
  const simulated = await boardByName('simulated/mono-128');
  const definition: BoardDefinition = { ...simulated, console: none, power: none, headset: none, backlight: none };
  const log = new MemoryLog();
  const events: BoardEvent[] = [];
  const board = await openBoard(definition, { clock: new FakeClock(), log, listener: (event) => events.push(event) });
  return { board, log, events, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
}

backlightContract('none', async () => {
  const rig = await openBare();
  return { backlight: rig.board.backlight, look: () => undefined, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
});

powerContract('none', async () => {
  const rig = await openBare();
  return {
    power: rig.board.power,
    // It cannot; that it was asked is in the log.
    restarts: () => rig.log.lines.filter(({ level }) => level === 'warn').length,
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  };
});

test('headset, none: it is never plugged in, and what it is told is lost', async () => {
  await using rig = await openBare();
  for (const state of ['ringing', 'active', 'held', 'idle'] as const) rig.board.headset.showCall(state);
  rig.board.headset.showMute(true);
  assert.equal(rig.board.headset.plugged, false);
  assert.deepEqual(rig.events, []);
});

test('console, none: nothing is heard, and what is written is lost, after closing too', async () => {
  const rig = await openBare();
  rig.board.console.write(new Uint8Array(3));
  await rig[Symbol.asyncDispose]();
  rig.board.console.write(new Uint8Array(3));
  assert.deepEqual(rig.events, []);
});

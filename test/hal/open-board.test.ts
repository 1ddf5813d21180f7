// Opening boards: which drivers, in which order, and what happens when one fails.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition, BoardEvent } from '#hal/board';
import { boardFromText } from '#hal/board-file/read-board';
import { boardByName, boardNames } from '#hal/boards';
import { openBoard } from '#hal/open-board';
import { VirtualBoard } from '#hal/simulator/virtual-board';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryLog } from '../support/memory-log.ts';

const sizes = {
  'simulated/mono-128': [128, 64, 'mono'],
  'simulated/mono-132': [132, 64, 'mono'],
  'simulated/mono-256': [256, 128, 'mono'],
  'simulated/color-320': [320, 240, 'rgb565'],
  'simulated/color-480': [480, 272, 'rgb565'],
  'simulated/touch-800': [800, 480, 'rgb565'],
};

test('the six simulated boards open, each with its display', async () => {
  const simulated = boardNames.filter((name) => name.startsWith('simulated/'));
  assert.deepEqual(simulated.sort(), Object.keys(sizes).sort());
  for (const [name, size] of Object.entries(sizes)) {
    const definition = await boardByName(name);
    assert.equal(definition.name, name);
    await using board = await openBoard(definition, { clock: new FakeClock(), log: new MemoryLog(), listener: () => {} });
    assert.deepEqual([board.display.width, board.display.height, board.display.format], size);
    assert.equal(`simulated/${board.display.class}`, name);
  }
});

test('what a board of this firmware says, a file could say', async () => {
  for (const name of boardNames.filter((each) => !each.startsWith('simulated/'))) {
    const { width, height, format, touch, ...display } = (await boardByName(name)).display;
    const definition = await boardByName(name);
    assert.deepEqual(boardFromText(JSON.stringify({ ...definition, display }), name), definition);
    assert.deepEqual([width > 0, height > 0, touch, format.length > 0], [true, true, 'touchPanel' in display, true]);
  }
});

test('an unknown board is answered with the names that there are', async () => {
  await assert.rejects(boardByName('simulated/color-321'), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'ERR_HAL_UNKNOWN_BOARD');
    assert.match(error.message, /color-321/);
    for (const name of boardNames) assert.ok(error.message.includes(name));
    return true;
  });
  for (const name of ['', 'constructor', '__proto__']) await assert.rejects(boardByName(name), { code: 'ERR_HAL_UNKNOWN_BOARD' });
});

async function withSerialConsole(path: string): Promise<BoardDefinition> {
  return { ...(await boardByName('simulated/mono-128')), console: { driver: 'serialport', path, baudRate: 9_600 } };
}

test('a driver that the device does not have is named, with board and device', async () => {
  const simulated = await boardByName('simulated/mono-128');
  // Data that got past the compiler; what it refuses is in `driver-choices.test.ts`.
  const keys = { ...simulated.keys, driver: 'serialport' as 'simulated' };
  const definition: BoardDefinition = { ...simulated, keys };
  const opening = openBoard(definition, { clock: new FakeClock(), log: new MemoryLog(), listener: () => {} });
  await assert.rejects(opening, {
    code: 'ERR_HAL_UNKNOWN_DRIVER',
    message: /"simulated\/mono-128".*"keys".*"serialport".*simulated/,
  });
});

test('when a driver fails, what was opened is closed again, last first', async () => {
  const definition = await withSerialConsole('/nowhere/tty');
  const clock = new FakeClock();
  const virtual = new VirtualBoard({ definition, clock });
  let observers = 0;
  const observe = virtual.observe.bind(virtual);
  virtual.observe = (observer) => {
    observers++;
    const stop = observe(observer);
    return () => {
      observers--;
      stop();
    };
  };
  const opening = openBoard(definition, { clock, log: new MemoryLog(), listener: () => {}, virtualBoard: virtual });
  await assert.rejects(opening, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'ERR_HAL_DRIVER_FAILED');
    assert.match(error.message, /"simulated\/mono-128".*"console".*"serialport".*\/nowhere\/tty/);
    assert.ok(error.cause instanceof Error);
    return true;
  });
  assert.equal(observers, 0);
});

test('a listener that throws neither stops the board nor goes unnoticed', async () => {
  const definition = await boardByName('simulated/mono-128');
  const clock = new FakeClock();
  const log = new MemoryLog();
  const virtual = new VirtualBoard({ definition, clock });
  const heard: BoardEvent[] = [];
  const listener = (event: BoardEvent): void => {
    heard.push(event);
    throw new Error('above');
  };
  const board = await openBoard(definition, { clock, log, listener, virtualBoard: virtual });
  virtual.moveKey('1', 'down');
  virtual.moveKey('1', 'up');
  assert.equal(heard.length, 2);
  assert.equal(log.lines.length, 2);
  await board[Symbol.asyncDispose]();
  virtual.moveHook(true);
  assert.equal(heard.length, 2);
});

// The console's contract, kept by the serialport driver over a pair of pseudo-terminals; and what happens when the line is lost.

import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import type { BoardDefinition, BoardEvent } from '#hal/board';
import { boardByName } from '#hal/boards';
import type { ConsoleEvent } from '#hal/console/console';
import { endAtHangUp } from '#hal/console/hang-up';
import { openBoard } from '#hal/open-board';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { openPtyPair } from '../support/pty-pair.ts';
import { type ConsoleRig, consoleContract } from './console-contract.ts';

async function boardOn(path: string): Promise<BoardDefinition> {
  const definition = await boardByName('simulated/mono-128');
  return { ...definition, console: { driver: 'serialport', path, baudRate: 115_200 } };
}

const isConsole = (event: BoardEvent): event is ConsoleEvent => event.type === 'bytesReceived' || event.type === 'lineLost';

async function until(done: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 1_000 && !done(); attempt++) await sleep(5);
  assert.ok(done(), 'did not happen within 5 s');
}

consoleContract('serialport', async (): Promise<ConsoleRig> => {
  const pair = await openPtyPair();
  const events: BoardEvent[] = [];
  const board = await openBoard(await boardOn(pair.near), {
    clock: new FakeClock(),
    log: new MemoryLog(),
    listener: (event) => events.push(event),
  });
  const far = await open(pair.far, 'r+');
  const heardSoFar = () => events.filter(isConsole).flatMap((event) => (event.type === 'bytesReceived' ? [...event.bytes] : []));
  return {
    console: board.console,
    get events() {
      return events.filter(isConsole);
    },
    type: (bytes) => void far.write(bytes).catch(() => {}),
    read: async (count) => {
      const got: number[] = [];
      while (got.length < count) {
        const { bytesRead, buffer } = await far.read(Buffer.alloc(count - got.length));
        got.push(...buffer.subarray(0, bytesRead));
      }
      return Uint8Array.from(got);
    },
    heard: async (count) => {
      await until(() => heardSoFar().length >= count);
      return Uint8Array.from(heardSoFar());
    },
    [Symbol.asyncDispose]: async () => {
      await board[Symbol.asyncDispose]();
      await far.close();
      await pair[Symbol.asyncDispose]();
    },
  };
});

test('a lost serial line is told once, and opened again with growing pauses', async () => {
  await using pair = await openPtyPair();
  const clock = new FakeClock();
  const events: BoardEvent[] = [];
  await using board = await openBoard(await boardOn(pair.near), {
    clock,
    log: new MemoryLog(),
    listener: (event) => events.push(event),
  });
  await pair.unplug();
  await until(() => events.some((event) => event.type === 'lineLost'));
  board.console.write(new Uint8Array(10));
  assert.equal(clock.pendingTimers, 1);
  for (const pauseMs of [500, 1_000, 2_000]) {
    clock.advance(pauseMs - 1);
    assert.equal(clock.pendingTimers, 1);
    clock.advance(1);
    await until(() => clock.pendingTimers === 1);
  }
  await pair.plug();
  clock.advance(4_000);
  const far = await open(pair.far, 'r+');
  // The line is being opened; what is typed before that is done may be lost, as at any terminal.
  await until(() => {
    // A terminal that is busy at that moment is tried once more.
    if (clock.pendingTimers > 0) clock.advance(30_000);
    void far.write('back').catch(() => {});
    return events.some((event) => event.type === 'bytesReceived');
  });
  assert.equal(clock.pendingTimers, 0);
  assert.equal(events.filter((event) => event.type === 'lineLost').length, 1);
  await far.close();
});

test('a line that hangs up before anything was read is lost, not read for ever', async () => {
  await using pair = await openPtyPair();
  const port = new SerialPort({ path: pair.near, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const closed = new Promise<string>((resolve) => port.on('close', (error?: Error | null) => resolve(error?.message ?? '')));
  await pair.unplug();
  endAtHangUp(port);
  port.on('data', () => {});
  assert.equal(await closed, 'the line hung up');
});

// Boards from JSON files: what is read, and that everything that is wrong is told with its place and what would be right.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { boardFromText } from '#hal/board-file/read-board';
import { boardByName } from '#hal/boards';
import { openBoard } from '#hal/open-board';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryLog } from '../../support/memory-log.ts';

const good = {
  name: 'acme/desk',
  keys: { driver: 'evdev', input: 'gpio-keys', names: [{ name: '1', code: 'KEY_1' }] },
  hook: { driver: 'evdev', input: 'gpio-keys' },
  leds: { driver: 'led-class', names: [{ name: 'message', leds: { red: 'message' } }] },
  display: { driver: 'framebuffer', path: '/dev/fb0', class: 'color-320' },
  audio: { driver: 'alsa', paths: { handset: { playback: 'hw:0', capture: 'hw:0' } } },
};

function refusal(board: unknown): string {
  try {
    boardFromText(typeof board === 'string' ? board : JSON.stringify(board), 'board.json');
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error && error.code === 'ERR_HAL_BOARD_FILE', String(error));
    return error.message;
  }
  return assert.fail('it was taken');
}

test('a board says what it has; size and format follow from the display class, the rest is none', () => {
  const board = boardFromText(JSON.stringify(good), 'board.json');
  assert.deepEqual(board, {
    ...good,
    display: { ...good.display, width: 320, height: 240, format: 'rgb565', touch: false },
    backlight: { driver: 'none' },
    headset: { driver: 'none' },
    console: { driver: 'none' },
    power: { driver: 'none' },
    network: { driver: 'linux-network' },
  });
});

test('an entry that is not known is refused with those that are', () => {
  const message = refusal({ ...good, keypad: {}, hook: { ...good.hook, kode: 3 } });
  assert.match(message, /keypad: there is no such entry here; known are "name", "keys", "hook"/);
  assert.match(message, /hook\.kode: there is no such entry here; known are "driver", "input", "code", "lifted"/);
});

test('every problem is told at once, each with its place', () => {
  const message = refusal({
    ...good,
    keys: {
      driver: 'evdev',
      names: [
        { name: '1', code: 'KEY_ONE' },
        { name: 'eleven', code: 2 },
        { name: '2', code: 5_000 },
      ],
    },
    leds: { driver: 'led-class', names: [{ name: 'message', leds: { blue: 'x' } }] },
    display: { driver: 'framebuffer', path: 'fb0', class: 'color-321' },
    audio: undefined,
  });
  for (const expected of [
    /keys: "input" is missing/,
    /keys\.names\[0\]\.code: "KEY_ONE" is not known/,
    /keys\.names\[1\]\.name: expected one of "0", "1".*found "eleven"/,
    /keys\.names\[2\]\.code: expected a whole number from 1 to 767, found 5000/,
    /leds\.names\[0\]\.leds\.blue: .*known are "red", "green", "amber"/,
    /display\.path: expected a path that begins with \/, found "fb0"/,
    /display\.class: expected one of "mono-128".*found "color-321"/,
    /the board: "audio" is missing/,
  ]) {
    assert.match(message, expected);
  }
});

test('a driver that is not known, missing, or simulated, is refused with those that are', () => {
  assert.match(
    refusal({ ...good, keys: { driver: 'matrix' } }),
    /keys\.driver: there is no driver "matrix" here; known are .*"evdev"/,
  );
  assert.match(refusal({ ...good, hook: {} }), /hook: "driver" is missing; known are .*"evdev"/);
  assert.match(refusal({ ...good, hook: { driver: 'simulated' } }), /no driver "simulated"/);
  assert.match(refusal({ ...good, hook: { driver: 'constructor' } }), /no driver "constructor"/);
});

test('what is no board at all is refused in words', () => {
  assert.match(refusal('{'), /board\.json is no JSON/);
  for (const text of ['null', '[]', '7', '"board"']) assert.match(refusal(text), /expected an object with "name", "keys"/);
  assert.match(refusal('{"__proto__": {}}'), /no such entry|missing/);
});

test('a path in place of a name is a file; one that is not there says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'));
  try {
    const file = join(folder, 'board.json');
    writeFileSync(file, JSON.stringify(good));
    assert.equal((await boardByName(file)).name, 'acme/desk');
    await assert.rejects(boardByName(join(folder, 'none.json')), {
      code: 'ERR_HAL_BOARD_FILE',
      message: /cannot be read.*ENOENT/,
    });
    writeFileSync(file, ' '.repeat(2_000_000));
    await assert.rejects(boardByName(file), { code: 'ERR_HAL_BOARD_FILE', message: /longer than/ });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a device that is not there at the start is named with board, device and driver', async () => {
  const definition = boardFromText(JSON.stringify({ ...good, display: { ...good.display, path: '/nowhere/fb0' } }), 'board.json');
  const opening = openBoard(definition, { clock: new FakeClock(), log: new MemoryLog(), listener: () => {} });
  await assert.rejects(opening, {
    code: 'ERR_HAL_DRIVER_FAILED',
    message: /"acme\/desk", device "display", driver "framebuffer": .*\/nowhere\/fb0/,
  });
});

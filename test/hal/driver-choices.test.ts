// What a board's data may say: checked by the compiler, so each `@ts-expect-error` here fails `tsc` when the mistake passes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition } from '#hal/board';
import { boardByName } from '#hal/boards';
import type { Choice, DriverContext, Drivers } from '#hal/driver';
import type { KeysDriver, NamedKey } from '#hal/driver-choices';
import type { Keys } from '#hal/keys/keys';

test('a driver of another device is refused, and so are options of another driver', async () => {
  const board = await boardByName('simulated/mono-128');
  const wrong: readonly BoardDefinition[] = [
    // @ts-expect-error keys have no `alsa` driver
    { ...board, keys: { driver: 'alsa', names: [] } },
    // @ts-expect-error a hook switch cannot be left out: a handset without one never hangs up
    { ...board, hook: { driver: 'none' } },
    // @ts-expect-error the console needs its line's speed
    { ...board, console: { driver: 'serialport', path: '/dev/ttyS0' } },
    // @ts-expect-error a PCM for each path, not one for all
    { ...board, audio: { driver: 'alsa', playback: 'default', capture: 'default' } },
    // @ts-expect-error simulated keys have no wiring
    { ...board, keys: { driver: 'simulated', names: [{ name: '1', code: 2 }] } },
    // @ts-expect-error there is no such key
    { ...board, keys: { driver: 'simulated', names: [{ name: 'thirteen' }] } },
  ];
  const right: BoardDefinition = {
    ...board,
    headset: { driver: 'none' },
    audio: { driver: 'alsa', paths: { handset: { playback: 'hw:0', capture: 'hw:0' } } },
    network: { driver: 'linux-network' },
  };
  assert.equal(wrong.length, 6);
  assert.equal(right.keys.names[0]?.name, '0');
});

/** A driver as it would be added: the wiring of a key stands on the key's own entry. */
type MatrixKeys = {
  readonly driver: 'matrix';
  readonly path: string;
  readonly names: readonly (NamedKey & { readonly code: number })[];
};

test('a driver is given its own options and wiring, and a union needs all its drivers', async () => {
  const keysOf = (names: readonly NamedKey[]): Keys => ({
    names: new Set(names.map(({ name }) => name)),
    [Symbol.asyncDispose]: async () => {},
  });
  const codes: number[] = [];
  const drivers: Drivers<Keys, Choice<KeysDriver, 'simulated'> | MatrixKeys> = {
    simulated: async (_context, choice) => keysOf(choice.names),
    matrix: async (_context, choice) => {
      for (const { code } of choice.names) codes.push(code);
      return keysOf(choice.names);
    },
  };
  const choice: MatrixKeys = { driver: 'matrix', path: '/dev/input/event0', names: [{ name: '1', code: 2 }] };
  const keys = await drivers.matrix({} as DriverContext, choice);
  assert.deepEqual([...keys.names], ['1']);
  assert.deepEqual(codes, [2]);

  // @ts-expect-error the union says `matrix`, the table lacks it
  const incomplete: Drivers<Keys, Choice<KeysDriver, 'simulated'> | MatrixKeys> = { simulated: drivers.simulated };
  assert.ok(incomplete);
});

// What every console driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsoleEvent, ConsolePort } from '#hal/console/console';

export interface ConsoleRig extends AsyncDisposable {
  readonly console: ConsolePort;
  readonly events: readonly ConsoleEvent[];
  /** The person at the other end. */
  type(bytes: Uint8Array): void;
  /** Resolves when the other end has read so many bytes in all; with them. */
  read(count: number): Promise<Uint8Array>;
  /** Resolves when so many bytes in all have been reported. */
  heard(count: number): Promise<Uint8Array>;
}

const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);

export function consoleContract(driver: string, open: () => Promise<ConsoleRig>): void {
  test(`console, ${driver}: every byte passes both ways unchanged`, async () => {
    await using rig = await open();
    rig.type(allBytes);
    assert.deepEqual([...(await rig.heard(256))], [...allBytes]);
    rig.console.write(allBytes);
    assert.deepEqual([...(await rig.read(256))], [...allBytes]);
  });

  test(`console, ${driver}: what is written belongs to the caller again afterwards`, async () => {
    await using rig = await open();
    const bytes = Uint8Array.of(1, 2, 3);
    rig.console.write(bytes);
    bytes.fill(9);
    assert.deepEqual([...(await rig.read(3))], [1, 2, 3]);
  });

  test(`console, ${driver}: nothing is heard and nothing fails after closing`, async () => {
    const rig = await open();
    await rig.console[Symbol.asyncDispose]();
    rig.console.write(allBytes);
    rig.type(allBytes);
    await rig[Symbol.asyncDispose]();
    assert.deepEqual(rig.events, []);
  });
}

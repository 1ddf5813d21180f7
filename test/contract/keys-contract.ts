// What every key driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyEvent, KeyName, Keys } from '#hal/keys/keys';

export interface KeysRig extends AsyncDisposable {
  readonly keys: Keys;
  readonly events: readonly KeyEvent[];
  /** Moves a real finger, or what stands for it; resolves when the driver has had time to see it. */
  move(key: KeyName, action: 'down' | 'up'): Promise<void>;
  readonly nowMs: () => number;
}

export function keysContract(driver: string, open: () => Promise<KeysRig>): void {
  test(`keys, ${driver}: each key that the board names goes down and comes up once`, async () => {
    await using rig = await open();
    assert.ok(rig.keys.names.size > 0);
    for (const key of rig.keys.names) {
      await rig.move(key, 'down');
      await rig.move(key, 'up');
      const [down, up] = rig.events.slice(-2);
      assert.deepEqual([down?.key, down?.action, up?.key, up?.action], [key, 'down', key, 'up']);
    }
    assert.equal(rig.events.length, rig.keys.names.size * 2);
  });

  test(`keys, ${driver}: two keys may be down at once, each comes up by itself`, async () => {
    await using rig = await open();
    const [first, second] = [...rig.keys.names] as [KeyName, KeyName];
    await rig.move(first, 'down');
    await rig.move(second, 'down');
    await rig.move(first, 'up');
    await rig.move(second, 'up');
    assert.deepEqual(
      rig.events.map(({ key, action }) => `${key} ${action}`),
      [`${first} down`, `${second} down`, `${first} up`, `${second} up`],
    );
  });

  test(`keys, ${driver}: events carry the clock's time and never go back`, async () => {
    await using rig = await open();
    const [key] = [...rig.keys.names] as [KeyName];
    const beforeMs = rig.nowMs();
    await rig.move(key, 'down');
    await rig.move(key, 'up');
    const times = rig.events.map(({ atMs }) => atMs);
    assert.ok(times.every((atMs, index) => atMs >= (times[index - 1] ?? beforeMs) && atMs <= rig.nowMs()));
  });

  test(`keys, ${driver}: nothing is heard after closing`, async () => {
    const rig = await open();
    const [key] = [...rig.keys.names] as [KeyName];
    await rig.keys[Symbol.asyncDispose]();
    await rig.move(key, 'down');
    assert.deepEqual(rig.events, []);
    await rig[Symbol.asyncDispose]();
  });
}

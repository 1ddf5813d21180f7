// What every key driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceEvent } from '#hal/board';
import type { KeyEvent, KeyName, Keys } from '#hal/keys/keys';

export interface KeysRig extends AsyncDisposable {
  readonly keys: Keys;
  readonly events: readonly (KeyEvent | DeviceEvent)[];
  /** Moves a real finger, or what stands for it; resolves when the driver has had time to see it. */
  move(key: KeyName, action: 'down' | 'up'): Promise<void>;
  readonly nowMs: () => number;
  /** Pulls the keys out while they are in use, and puts them back; absent where they cannot go. */
  readonly loss?: { lose(): Promise<void>; return(): Promise<void> };
}

const moves = (events: KeysRig['events']): readonly KeyEvent[] => events.filter((event) => event.type === 'keyMoved');

/** The events in words. */
function told(events: KeysRig['events']): readonly string[] {
  return events.map((event) => (event.type === 'keyMoved' ? `${event.key} ${event.action}` : `${event.device} ${event.type}`));
}

export function keysContract(driver: string, open: () => Promise<KeysRig>): void {
  test(`keys, ${driver}: each key that the board names goes down and comes up once`, async () => {
    await using rig = await open();
    assert.ok(rig.keys.names.size > 0);
    for (const key of rig.keys.names) {
      await rig.move(key, 'down');
      await rig.move(key, 'up');
      const [down, up] = moves(rig.events).slice(-2);
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
    assert.deepEqual(told(rig.events), [`${first} down`, `${second} down`, `${first} up`, `${second} up`]);
  });

  test(`keys, ${driver}: events carry the clock's time and never go back`, async () => {
    await using rig = await open();
    const [key] = [...rig.keys.names] as [KeyName];
    const beforeMs = rig.nowMs();
    await rig.move(key, 'down');
    await rig.move(key, 'up');
    const times = moves(rig.events).map(({ atMs }) => atMs);
    assert.ok(times.every((atMs, index) => atMs >= (times[index - 1] ?? beforeMs) && atMs <= rig.nowMs()));
  });

  test(`keys, ${driver}: keys that were down come up before the loss is told, and work when they are back`, async () => {
    await using rig = await open();
    if (rig.loss === undefined) return;
    const [first, second, third] = [...rig.keys.names] as [KeyName, KeyName, KeyName];
    for (const key of [first, second, third]) await rig.move(key, 'down');
    await rig.move(second, 'up');
    await rig.loss.lose();
    assert.deepEqual(told(rig.events).slice(4), [`${first} up`, `${third} up`, 'keys deviceLost']);
    await rig.loss.return();
    await rig.move(first, 'down');
    await rig.move(first, 'up');
    assert.deepEqual(told(rig.events).slice(7), ['keys deviceReturned', `${first} down`, `${first} up`]);
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

// What every hook driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hook, HookEvent } from '#hal/hook/hook';

export interface HookRig extends AsyncDisposable {
  readonly hook: Hook;
  readonly events: readonly HookEvent[];
  move(off: boolean): Promise<void>;
}

/** `liftedBefore`: the handset is off the hook when the driver is opened. */
export function hookContract(driver: string, open: (liftedBefore: boolean) => Promise<HookRig>): void {
  test(`hook, ${driver}: state and events agree`, async () => {
    await using rig = await open(false);
    assert.equal(rig.hook.off, false);
    await rig.move(true);
    assert.equal(rig.hook.off, true);
    await rig.move(false);
    assert.equal(rig.hook.off, false);
    assert.deepEqual(
      rig.events.map(({ off }) => off),
      [true, false],
    );
  });

  test(`hook, ${driver}: a handset lifted before the start is seen, without an event`, async () => {
    await using rig = await open(true);
    assert.equal(rig.hook.off, true);
    assert.deepEqual(rig.events, []);
  });

  test(`hook, ${driver}: no event when nothing moved`, async () => {
    await using rig = await open(false);
    await rig.move(false);
    await rig.move(true);
    await rig.move(true);
    assert.equal(rig.events.length, 1);
  });
}

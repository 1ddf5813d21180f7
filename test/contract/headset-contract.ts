// What every headset driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceEvent } from '#hal/board';
import type { Headset, HeadsetButton, HeadsetEvent } from '#hal/headset/headset';

export interface HeadsetRig extends AsyncDisposable {
  readonly headset: Headset;
  readonly events: readonly (HeadsetEvent | DeviceEvent)[];
  plug(plugged: boolean): Promise<void>;
  press(button: HeadsetButton): Promise<void>;
  /** What the headset's own lamp shows; absent where it has none. */
  look?(): { readonly call: string; readonly muted: boolean };
  /** It has no sign of its own for a call on hold. */
  readonly holdLooksActive?: true;
  /** Where it takes a while until it is shown. */
  readonly settled?: (shown: { readonly call: string; readonly muted: boolean }) => Promise<void>;
  /** Pulls out what the headset hangs on, and puts it back; absent where that cannot be. */
  readonly loss?: { lose(): Promise<void>; return(): Promise<void> };
}

export function headsetContract(driver: string, open: () => Promise<HeadsetRig>): void {
  test(`headset, ${driver}: plugging in and out is seen and told`, async () => {
    await using rig = await open();
    assert.equal(rig.headset.plugged, false);
    await rig.plug(true);
    assert.equal(rig.headset.plugged, true);
    await rig.plug(false);
    assert.equal(rig.headset.plugged, false);
    assert.deepEqual(
      rig.events.map((event) => event.type === 'headsetPlugged' && event.plugged),
      [true, false],
    );
  });

  test(`headset, ${driver}: every button is told once`, async () => {
    await using rig = await open();
    const buttons = ['answer', 'end', 'mute', 'up', 'down'] as const;
    await rig.plug(true);
    for (const button of buttons) await rig.press(button);
    assert.deepEqual(
      rig.events.slice(1).map((event) => event.type === 'headsetButtonPressed' && event.button),
      buttons,
    );
  });

  test(`headset, ${driver}: it is told of call and mute, each by itself`, async () => {
    await using rig = await open();
    await rig.plug(true);
    for (const call of ['ringing', 'active', 'held', 'idle'] as const) {
      rig.headset.showCall(call);
      rig.headset.showMute(call === 'held');
      const shown = { call: call === 'held' && rig.holdLooksActive === true ? 'active' : call, muted: call === 'held' };
      await rig.settled?.(shown);
      assert.deepEqual(rig.look?.() ?? shown, shown);
    }
  });

  test(`headset, ${driver}: a headset that was plugged in is unplugged before the loss is told`, async () => {
    await using rig = await open();
    if (rig.loss === undefined) return;
    await rig.plug(true);
    await rig.loss.lose();
    assert.equal(rig.headset.plugged, false);
    await rig.loss.return();
    await rig.plug(true);
    assert.deepEqual(
      rig.events.map((event) => (event.type === 'headsetPlugged' ? event.plugged : event.type)),
      [true, false, 'deviceLost', 'deviceReturned', true],
    );
  });
}

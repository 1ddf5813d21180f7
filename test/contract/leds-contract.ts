// What every lamp driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedColor, LedName, LedPattern, Leds } from '#hal/leds/leds';

export interface LedsRig extends AsyncDisposable {
  readonly leds: Leds;
  /** What an eye sees at the lamp. */
  look(name: LedName): { readonly color: LedColor; readonly pattern: LedPattern };
}

export function ledsContract(driver: string, open: () => Promise<LedsRig>): void {
  const dark = { color: 'off', pattern: 'off' } as const;

  test(`leds, ${driver}: all are dark at the start`, async () => {
    await using rig = await open();
    assert.ok(rig.leds.names.size > 0);
    for (const name of rig.leds.names) assert.deepEqual(rig.look(name), dark);
  });

  test(`leds, ${driver}: each takes every colour and pattern, or the nearest colour`, async () => {
    await using rig = await open();
    for (const name of rig.leds.names) {
      for (const color of ['red', 'green', 'amber'] as const) {
        for (const pattern of ['steady', 'slow', 'fast', 'double'] as const) {
          rig.leds.set(name, { color, pattern });
          const seen = rig.look(name);
          assert.equal(seen.pattern, pattern);
          assert.notEqual(seen.color, 'off');
        }
      }
      rig.leds.set(name, { color: 'red', pattern: 'custom', stepsMs: [100, 100, 100, 900] });
      assert.equal(rig.look(name).pattern, 'custom');
      rig.leds.set(name, dark);
      assert.deepEqual(rig.look(name), dark);
    }
  });

  test(`leds, ${driver}: a name that the board lacks is ignored`, async () => {
    await using rig = await open();
    rig.leds.set('no such lamp' as LedName, { color: 'red', pattern: 'steady' });
    for (const name of rig.leds.names) assert.deepEqual(rig.look(name), dark);
  });

  test(`leds, ${driver}: closing leaves them dark`, async () => {
    await using rig = await open();
    for (const name of rig.leds.names) rig.leds.set(name, { color: 'red', pattern: 'fast' });
    await rig.leds[Symbol.asyncDispose]();
    for (const name of rig.leds.names) assert.deepEqual(rig.look(name), dark);
  });
}

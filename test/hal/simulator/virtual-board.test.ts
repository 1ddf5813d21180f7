// The virtual board's own rules: keys that are down, pictures that are kept, lamps that are dark.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DirtyArea } from '#hal/simulator/dirty-area';
import { openVirtualRig } from '../../support/virtual-rig.ts';

test('a frame of another size or format is refused', async () => {
  await using rig = await openVirtualRig('simulated/mono-128');
  const wrong = { format: 'mono', width: 132, height: 64, pixels: new Uint8Array(132 * 64) } as const;
  assert.throws(() => rig.board.display.show(wrong, []), { code: 'ERR_HAL_INVALID_FRAME' });
  const short = { format: 'mono', width: 128, height: 64, pixels: new Uint8Array(10) } as const;
  assert.throws(() => rig.board.display.show(short, []), { code: 'ERR_HAL_INVALID_FRAME' });
});

test('only the changed parts are taken, clamped, and the frame stays the caller’s', async () => {
  await using rig = await openVirtualRig('simulated/mono-128');
  const pixels = new Uint8Array(128 * 64).fill(1);
  const frame = { format: 'mono', width: 128, height: 64, pixels } as const;
  rig.board.display.show(frame, [
    { x: -5, y: -5, width: 6, height: 6 },
    { x: 127, y: 63, width: 99, height: 99 },
    { x: 200, y: 0, width: 5, height: 5 },
    { x: 10, y: 10, width: -3, height: 5 },
  ]);
  pixels.fill(0);
  const shown = rig.virtual.frame.pixels;
  assert.equal([...shown].filter((pixel) => pixel === 1).length, 2);
  assert.equal(shown[0], 1);
  assert.equal(shown[128 * 64 - 1], 1);
});

test('a lamp without colour or pattern is dark in both, and saying the same again is no change', async () => {
  await using rig = await openVirtualRig();
  const changes: string[] = [];
  rig.virtual.observe((change) => changes.push(change.type));
  rig.board.leds.set('line1', { color: 'red', pattern: 'off' });
  rig.board.leds.set('line1', { color: 'off', pattern: 'fast' });
  assert.deepEqual(changes, []);
  rig.board.leds.set('line1', { color: 'red', pattern: 'fast' });
  rig.board.leds.set('line1', { color: 'red', pattern: 'fast' });
  assert.deepEqual(changes, ['ledChanged']);
  assert.deepEqual(rig.virtual.leds.get('line2'), { color: 'off', pattern: 'off' });
});

test('a slow page is owed a few rectangles, then one around them all', () => {
  const area = new DirtyArea();
  area.add([{ x: 0, y: 0, width: 10, height: 10 }]);
  area.add([{ x: 2, y: 2, width: 3, height: 3 }]);
  assert.equal(area.take().length, 1);
  assert.deepEqual(area.take(), []);
  for (let x = 0; x < 40; x++) area.add([{ x: x * 8, y: x, width: 4, height: 2 }]);
  const owed = area.take();
  assert.ok(owed.length <= 16);
  assert.ok(owed.some((one) => one.x === 0 && one.y === 0));
});

// What every display driver must do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Display, Frame, TouchEvent } from '#hal/display/display';

export interface DisplayRig extends AsyncDisposable {
  readonly display: Display;
  /** The pixels that are seen, in the frame's own format. */
  look(): readonly number[] | Promise<readonly number[]>;
  /** Undefined where there is no touch-screen. */
  readonly touch?: {
    readonly events: readonly TouchEvent[];
    move(action: 'down' | 'move' | 'up', x: number, y: number): Promise<void>;
  };
}

function frameOf({ format, width, height }: Display, value: (index: number) => number): Frame {
  const length = width * height;
  return format === 'mono'
    ? { format, width, height, pixels: Uint8Array.from({ length }, (_, index) => value(index) & 1) }
    : { format, width, height, pixels: Uint16Array.from({ length }, (_, index) => value(index) & 0xffff) };
}

export function displayContract(driver: string, open: () => Promise<DisplayRig>): void {
  test(`display, ${driver}: a whole frame is seen as it was given`, async () => {
    await using rig = await open();
    const { width, height } = rig.display;
    const frame = frameOf(rig.display, (index) => index * 7 + (index >> 5));
    rig.display.show(frame, [{ x: 0, y: 0, width, height }]);
    assert.deepEqual(await rig.look(), [...frame.pixels]);
  });

  test(`display, ${driver}: only the rectangles change, and they are clamped`, async () => {
    await using rig = await open();
    const { width, height } = rig.display;
    rig.display.show(
      frameOf(rig.display, () => 0),
      [{ x: 0, y: 0, width, height }],
    );
    rig.display.show(
      frameOf(rig.display, () => 1),
      [
        { x: -10, y: 2, width: 13, height: 1 },
        { x: width - 1, y: height - 1, width: 1_000, height: 1_000 },
      ],
    );
    const lit = [...(await rig.look()).entries()].filter(([, pixel]) => pixel !== 0).map(([index]) => index);
    assert.deepEqual(lit, [2 * width, 2 * width + 1, 2 * width + 2, width * height - 1]);
  });

  test(`display, ${driver}: the frame belongs to the caller again afterwards`, async () => {
    await using rig = await open();
    const { width, height } = rig.display;
    const frame = frameOf(rig.display, () => 1);
    rig.display.show(frame, [{ x: 0, y: 0, width, height }]);
    frame.pixels.fill(0);
    assert.ok((await rig.look()).every((pixel) => pixel === 1));
  });

  test(`display, ${driver}: a finger is felt where it is`, async () => {
    await using rig = await open();
    if (rig.touch === undefined) return;
    await rig.touch.move('down', 3, 4);
    await rig.touch.move('move', 5, 6);
    await rig.touch.move('up', 7, 8);
    assert.deepEqual(
      rig.touch.events.map(({ action, x, y }) => [action, x, y]),
      [
        ['down', 3, 4],
        ['move', 5, 6],
        ['up', 7, 8],
      ],
    );
  });
}

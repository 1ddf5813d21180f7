// The LCD behind a framebuffer, on memory of our own in every layout; `make vm` runs the same on real ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition } from '#hal/board';
import type { Frame } from '#hal/display/display';
import { openFramebuffer } from '#hal/display/framebuffer';
import type { DriverContext } from '#hal/driver';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeFramebuffer, type FramebufferMode } from '../support/fake-framebuffer.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { displayContract } from './display-contract.ts';

const simulated = { driver: 'simulated' } as const;
const small: BoardDefinition['display'] = {
  ...simulated,
  class: 'color-320',
  width: 20,
  height: 9,
  format: 'rgb565',
  touch: false,
};
const mono: BoardDefinition['display'] = { ...simulated, class: 'mono-128', width: 20, height: 16, format: 'mono', touch: false };

type Options = Omit<Parameters<typeof openFramebuffer>[1], 'driver' | 'path'>;

async function openOn(mode: FramebufferMode, display: BoardDefinition['display'], options: Options = {}) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const memory = new FakeFramebuffer(mode);
  kernel.devices.set('/dev/fb0', memory);
  const rig = await openDriverRig(clock, { display });
  const opened = await openFramebuffer(rig.context, { driver: 'framebuffer', path: '/dev/fb0', ...options }, kernel);
  return { clock, kernel, memory, rig, display: opened, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

const layouts: readonly (readonly [string, FramebufferMode, BoardDefinition['display'], Options])[] = [
  ['RGB565', { width: 20, height: 9, bits: 16 }, small, {}],
  ['RGB565 in the middle of a larger one', { width: 31, height: 14, bits: 16 }, small, {}],
  ['BGR565', { width: 20, height: 9, bits: 16, order: 'bgr' }, small, {}],
  ['XRGB8888', { width: 20, height: 9, bits: 32 }, small, {}],
  ['XBGR8888', { width: 20, height: 9, bits: 32, order: 'bgr' }, small, {}],
  ['RGB888', { width: 20, height: 9, bits: 24 }, small, {}],
  ['one bit in rows, the highest first', { width: 20, height: 16, bits: 1 }, mono, {}],
  ['one bit in rows, the lowest first', { width: 20, height: 16, bits: 1 }, mono, { layout: 'rows-lsb' }],
  ['one bit in pages', { width: 24, height: 16, bits: 1 }, mono, { layout: 'pages' }],
  ['one bit, inverted', { width: 20, height: 16, bits: 1 }, mono, { inverted: true }],
  ['black and white on XRGB8888', { width: 20, height: 16, bits: 32 }, mono, {}],
];

for (const [name, mode, display, options] of layouts) {
  displayContract(`framebuffer, ${name}`, async () => {
    const opened = await openOn(mode, display, options);
    return {
      display: opened.display,
      look: () => opened.memory.look(display, options),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

const lit = (value: number): Frame => ({ format: 'rgb565', width: 20, height: 9, pixels: new Uint16Array(180).fill(value) });

test('no write ends within two lines of where it began: the kernel would not show some of those', async () => {
  await using opened = await openOn({ width: 20, height: 9, bits: 16 }, small);
  opened.memory.writes.length = 0;
  for (const y of [0, 4, 8]) opened.display.show(lit(7), [{ x: 3, y, width: 17, height: 1 }]);
  assert.deepEqual(opened.memory.writes, [
    { at: 0, length: 80 },
    { at: 160, length: 80 },
    { at: 280, length: 80 },
  ]);
});

test('a display that disappears is told once, and shows the picture of the moment when it is back', async () => {
  await using opened = await openOn({ width: 20, height: 9, bits: 16 }, small);
  const whole = [{ x: 0, y: 0, width: 20, height: 9 }];
  opened.display.show(lit(1), whole);
  opened.kernel.devices.delete('/dev/fb0');
  opened.memory.gone = true;
  opened.display.show(lit(2), whole);
  opened.display.show(lit(3), whole);
  opened.clock.advance(60_000);
  assert.deepEqual(
    opened.rig.events.map((event) => [event.type, 'device' in event && event.device]),
    [['deviceLost', 'display']],
  );
  const other = new FakeFramebuffer({ width: 20, height: 9, bits: 16 });
  opened.kernel.devices.set('/dev/fb0', other);
  opened.clock.advance(10_000);
  assert.equal(opened.rig.events[1]?.type, 'deviceReturned');
  assert.ok(other.look(small, {}).every((pixel) => pixel === 3));
  await opened.display[Symbol.asyncDispose]();
  assert.equal(opened.kernel.openFiles, 0);
  opened.display.show(lit(4), whole);
});

test('a framebuffer that is missing, too small or of another kind is refused with what to do', async () => {
  const refused = async (
    mode: FramebufferMode | undefined,
    display: BoardDefinition['display'],
    message: RegExp,
  ): Promise<void> => {
    const kernel = new FakeKernel();
    if (mode !== undefined) kernel.devices.set('/dev/fb0', new FakeFramebuffer(mode));
    const { context }: { context: DriverContext } = await openDriverRig(new FakeClock(), { display });
    await assert.rejects(openFramebuffer(context, { driver: 'framebuffer', path: '/dev/fb0' }, kernel), { message });
    assert.equal(kernel.openFiles, 0);
  };
  await refused(undefined, small, /ENOENT/);
  await refused({ width: 19, height: 9, bits: 16 }, small, /is 19x9 .* smaller than the board's 20x9/);
  await refused({ width: 20, height: 9, bits: 8 }, small, /8 bits a pixel, which is not served: set it to 16 or 32/);
  await refused({ width: 20, height: 16, bits: 1 }, small, /black and white/);
});

test('a frame of another size is a mistake', async () => {
  await using opened = await openOn({ width: 20, height: 9, bits: 16 }, small);
  const frame: Frame = { format: 'rgb565', width: 21, height: 9, pixels: new Uint16Array(189) };
  assert.throws(() => opened.display.show(frame, []), { code: 'ERR_HAL_INVALID_FRAME' });
});

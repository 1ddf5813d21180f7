// A small display on an SPI bus, on a panel of our own that reads commands and pixels as the real ones do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition } from '#hal/board';
import type { MonoControllerName } from '#hal/display/mono-controllers';
import { openSpiMono } from '#hal/display/spi-mono';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeGpioChip } from '../support/fake-gpio-chip.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { FakeMonoPanel } from '../support/fake-mono-panel.ts';
import { displayContract } from './display-contract.ts';

const display: BoardDefinition['display'] = {
  driver: 'simulated',
  class: 'mono-128',
  width: 128,
  height: 64,
  format: 'mono',
  touch: false,
};
const wiring = { driver: 'spi-mono', bus: '/dev/spidev0.0', chip: 'fake-chip', command: { line: 'DC' } } as const;

async function openPanel(controller: MonoControllerName, size = display, inverted = false) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const pins = new FakeGpioChip(kernel, '/dev/gpiochip0', ['RST', 'DC']);
  const panel = new FakeMonoPanel(pins, 1);
  kernel.devices.set(wiring.bus, panel);
  const rig = await openDriverRig(clock, { display: size });
  const choice = { ...wiring, controller, inverted, reset: { line: 'RST', activeLow: true } } as const;
  const opened = await openSpiMono(rig.context, choice, kernel);
  /** A set bit darkens an LCD and shines on an OLED. */
  const darkBit = (controller === 'st7565') !== inverted ? 1 : 0;
  const look = (): readonly number[] => {
    const first = controller === 'sh1106' ? 2 : 0;
    return Array.from({ length: size.width * size.height }, (_, index) => {
      const [x, y] = [index % size.width, Math.floor(index / size.width)];
      const bit = ((panel.bytes[(y >> 3) * 132 + first + x] ?? 0) >> (y & 7)) & 1;
      return bit === darkBit ? 1 : 0;
    });
  };
  return { clock, kernel, pins, panel, rig, look, display: opened, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

for (const [controller, inverted] of [
  ['st7565', false],
  ['ssd1306', false],
  ['sh1106', true],
] as const) {
  displayContract(`spi-mono, ${controller}${inverted ? ', inverted' : ''}`, async () => {
    const opened = await openPanel(controller, display, inverted);
    return { display: opened.display, look: opened.look, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
  });
}

test('a small change costs the bytes of its columns, page by page', async () => {
  await using opened = await openPanel('st7565');
  opened.panel.commands.length = 0;
  opened.panel.longestWrite = 0;
  const frame = { format: 'mono', width: 128, height: 64, pixels: new Uint8Array(128 * 64).fill(1) } as const;
  opened.display.show(frame, [{ x: 100, y: 7, width: 5, height: 2 }]);
  assert.deepEqual(opened.panel.commands, [0xb0, 0x16, 0x04, 0xb1, 0x16, 0x04]);
  assert.equal(opened.panel.longestWrite, 5);
});

test('it is woken light all over, and sleeps after closing', async () => {
  const opened = await openPanel('st7565');
  assert.ok(opened.panel.awake);
  assert.ok(opened.look().every((pixel) => pixel === 0));
  await opened.display[Symbol.asyncDispose]();
  assert.ok(!opened.panel.awake);
  assert.equal(opened.kernel.openFiles, 0);
});

test('a bus that fails is a lost display, woken anew with its picture when it is back', async () => {
  await using opened = await openPanel('ssd1306');
  const frame = { format: 'mono', width: 128, height: 64, pixels: new Uint8Array(128 * 64).fill(1) } as const;
  opened.panel.gone = true;
  opened.display.show(frame, [{ x: 0, y: 0, width: 128, height: 64 }]);
  opened.panel.gone = false;
  opened.panel.commands.length = 0;
  opened.clock.advance(5_000);
  assert.deepEqual(
    opened.rig.events.map(({ type }) => type),
    ['deviceLost', 'deviceReturned'],
  );
  assert.ok(opened.panel.awake);
  assert.ok(opened.look().every((pixel) => pixel === 1));
});

test('a colour class is refused', async () => {
  const kernel = new FakeKernel();
  await using rig = await openDriverRig(new FakeClock());
  await assert.rejects(openSpiMono(rig.context, { ...wiring, controller: 'st7565' }, kernel), /begins with "mono"/);
});

// The LCD behind DRM, on a card of our own; `make vm` runs the same on a real one, seen by the emulator.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition } from '#hal/board';
import { openDrm } from '#hal/display/drm';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type CardMode, FakeDrmCard } from '../support/fake-drm-card.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { displayContract } from './display-contract.ts';

const path = '/dev/dri/card0';
const color: BoardDefinition['display'] = {
  driver: 'simulated',
  class: 'color-320',
  width: 20,
  height: 9,
  format: 'rgb565',
  touch: false,
};
const mono: BoardDefinition['display'] = { ...color, class: 'mono-128', format: 'mono' };

async function openOn(mode: CardMode, display: BoardDefinition['display'], bits: 16 | 32 = 32, hasDirty = true) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const card = new FakeDrmCard(mode, hasDirty);
  kernel.devices.set(path, card);
  const rig = await openDriverRig(clock, { display });
  const opened = await openDrm(rig.context, { driver: 'drm', path, bits }, kernel);
  return { clock, kernel, card, rig, display: opened, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

for (const [name, mode, display, bits, hasDirty] of [
  ['32 bits', { width: 20, height: 9 }, color, 32, true],
  ['16 bits', { width: 20, height: 9 }, color, 16, true],
  ['in the middle of a larger display', { width: 33, height: 20 }, color, 32, true],
  ['without a call for what changed', { width: 20, height: 9 }, color, 32, false],
  ['black and white', { width: 24, height: 16 }, mono, 32, true],
] as const) {
  displayContract(`drm, ${name}`, async () => {
    const opened = await openOn(mode, display, bits, hasDirty);
    return {
      display: opened.display,
      look: () => opened.card.look(display),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

test('a card that goes away is told once, and shows the picture of the moment when it is back', async () => {
  await using opened = await openOn({ width: 20, height: 9 }, color);
  const { card, kernel, clock, display, rig } = opened;
  const whole = [{ x: 0, y: 0, width: 20, height: 9 }];
  const frame = (value: number) =>
    ({ format: 'rgb565', width: 20, height: 9, pixels: new Uint16Array(180).fill(value) }) as const;
  card.gone = true;
  for (const value of [1, 2]) display.show(frame(value), whole);
  clock.advance(60_000);
  assert.deepEqual(
    rig.events.map(({ type }) => type),
    ['deviceLost'],
  );
  const other = new FakeDrmCard({ width: 20, height: 9 }, true);
  kernel.devices.set(path, other);
  clock.advance(10_000);
  assert.equal(rig.events[1]?.type, 'deviceReturned');
  assert.ok(other.look(color).every((pixel) => pixel === 2));
  await display[Symbol.asyncDispose]();
  assert.equal(other.buffers, 0);
  assert.equal(kernel.openFiles, 0);
});

test('a card without a display, or with one that is too small, is refused', async () => {
  const kernel = new FakeKernel();
  await using rig = await openDriverRig(new FakeClock(), { display: color });
  const open = () => openDrm(rig.context, { driver: 'drm', path }, kernel);
  await assert.rejects(open(), /\/dev\/dri\/card0|ENOENT/);
  const card = new FakeDrmCard({ width: 19, height: 9 }, true);
  kernel.devices.set(path, card);
  await assert.rejects(open(), /card0: its display is 19x9, smaller than the board's 20x9/);
  card.connected = false;
  await assert.rejects(open(), /no display is connected/);
  assert.equal(kernel.openFiles, 0);
});

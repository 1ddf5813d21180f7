// A finger on a touch-screen: protocol of one finger and of several, axes that lie otherwise, and a screen that goes away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardDefinition } from '#hal/board';
import { openFramebuffer } from '#hal/display/framebuffer';
import type { TouchPanel } from '#hal/driver-choices';
import { displayContract } from '../../contract/display-contract.ts';
import { openDriverRig } from '../../support/driver-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeFramebuffer } from '../../support/fake-framebuffer.ts';
import { FakeInput } from '../../support/fake-input.ts';
import { FakeKernel } from '../../support/fake-kernel.ts';

const display: BoardDefinition['display'] = {
  driver: 'simulated',
  class: 'touch-800',
  width: 80,
  height: 48,
  format: 'rgb565',
  touch: true,
};
const key = 1;
const absolute = 3;
const contact = 0x14a;
const [slot, slotX, slotY, tracking] = [0x2f, 0x35, 0x36, 0x39];

async function openTouched(panel: Partial<TouchPanel> = {}, multi = false) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const memory = new FakeFramebuffer({ width: 80, height: 48, bits: 16 });
  kernel.devices.set('/dev/fb0', memory);
  const input = new FakeInput(kernel, 0, 'touch');
  input.setAxis(multi ? slotX : 0, 0, 790);
  input.setAxis(multi ? slotY : 1, 0, 470);
  const rig = await openDriverRig(clock, { display });
  const choice = { driver: 'framebuffer', path: '/dev/fb0', touchPanel: { input: 'touch', ...panel } } as const;
  const opened = await openFramebuffer(rig.context, choice, kernel);
  const told = (): readonly string[] => rig.only('touched').map(({ action, x, y }) => `${action} ${x},${y}`);
  return { clock, kernel, memory, input, rig, display: opened, told, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

displayContract('framebuffer with a touch-screen', async () => {
  const opened = await openTouched();
  return {
    display: opened.display,
    look: () => opened.memory.look(display, {}),
    touch: {
      get events() {
        return opened.rig.only('touched');
      },
      move: async (action, x, y) =>
        opened.input.tell([absolute, 0, x * 10], [absolute, 1, y * 10], [key, contact, action === 'up' ? 0 : 1]),
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

test('of several fingers the first is heard', async () => {
  await using opened = await openTouched({}, true);
  const { input } = opened;
  input.tell([absolute, slot, 0], [absolute, tracking, 7], [absolute, slotX, 100], [absolute, slotY, 200], [key, contact, 1]);
  input.tell([absolute, slot, 1], [absolute, tracking, 8], [absolute, slotX, 700], [absolute, slotY, 400]);
  input.tell([absolute, slotX, 710], [absolute, slot, 0], [absolute, slotX, 110]);
  input.tell([absolute, tracking, -1], [key, contact, 0]);
  assert.deepEqual(opened.told(), ['down 10,20', 'move 11,20', 'up 11,20']);
});

test('axes that lie across or count from the other end are put right', async () => {
  await using opened = await openTouched({ swapped: true, mirrored: ['y'] });
  opened.input.tell([absolute, 0, 0], [absolute, 1, 470], [key, contact, 1]);
  opened.input.tell([absolute, 0, 790], [absolute, 1, 0]);
  assert.deepEqual(opened.told(), ['down 79,47', 'move 0,0']);
});

test('a finger is lifted when the touch-screen goes away, and a place outside is the edge', async () => {
  await using opened = await openTouched();
  opened.input.tell([absolute, 0, 9_999], [absolute, 1, -5], [key, contact, 1]);
  opened.input.pullOut();
  assert.deepEqual(opened.told(), ['down 79,0', 'up 79,0']);
});

test('an input that is no touch-screen is refused, and the display closed again', async () => {
  const kernel = new FakeKernel();
  kernel.devices.set('/dev/fb0', new FakeFramebuffer({ width: 80, height: 48, bits: 16 }));
  new FakeInput(kernel, 0, 'gpio-keys');
  await using rig = await openDriverRig(new FakeClock(), { display });
  const choice = { driver: 'framebuffer', path: '/dev/fb0', touchPanel: { input: 'gpio-keys' } } as const;
  await assert.rejects(openFramebuffer(rig.context, choice, kernel), /"gpio-keys" is no touch-screen/);
  await rig[Symbol.asyncDispose]();
  assert.equal(kernel.openFiles, 0);
});

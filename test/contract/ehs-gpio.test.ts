// An electronic hook switch made of contacts, on GPIO lines of our own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGpioEhs } from '#hal/headset/ehs-gpio';
import type { HeadsetButton } from '#hal/headset/headset';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeGpioChip } from '../support/fake-gpio-chip.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { headsetContract } from './headset-contract.ts';

const names = ['HOOK', 'MUTE', 'UP', 'DOWN', 'PRESENT', 'RING', 'LINK', 'MUTED', 'BUTTON'] as const;

async function open(inputs: Parameters<typeof openGpioEhs>[1]['inputs']) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const pins = new FakeGpioChip(kernel, '/dev/gpiochip0', names);
  const rig = await openDriverRig(clock);
  const outputs = { ring: { line: 'RING' }, link: { line: 'LINK' }, mute: { line: 'MUTED' } };
  const headset = await openGpioEhs(rig.context, { driver: 'ehs-gpio', chip: 'fake-chip', inputs, outputs }, kernel);
  const set = (name: (typeof names)[number], on: boolean): void => pins.set(names.indexOf(name), on);
  const isSet = (name: (typeof names)[number]): boolean => pins.level(names.indexOf(name));
  const pressed = (): readonly HeadsetButton[] => rig.only('headsetButtonPressed').map(({ button }) => button);
  return { clock, kernel, pins, rig, headset, set, isSet, pressed };
}

const all = {
  hook: { line: 'HOOK' },
  mute: { line: 'MUTE' },
  volumeUp: { line: 'UP' },
  volumeDown: { line: 'DOWN' },
  present: { line: 'PRESENT' },
};
const contacts = { answer: 'HOOK', mute: 'MUTE', up: 'UP', down: 'DOWN' } as const;

headsetContract('ehs-gpio', async () => {
  const { clock, kernel, pins, rig, headset, set, isSet } = await open(all);
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => set('PRESENT', plugged),
    press: async (button) => {
      if (button === 'end') {
        headset.showCall('active');
        set('HOOK', true);
        set('HOOK', false);
        headset.showCall('idle');
        return;
      }
      set(contacts[button], true);
      set(contacts[button], false);
    },
    look: () => ({ call: isSet('RING') ? 'ringing' : isSet('LINK') ? 'active' : 'idle', muted: isSet('MUTED') }),
    holdLooksActive: true,
    loss: {
      lose: async () => pins.pullOut(),
      return: async () => {
        set('PRESENT', false);
        pins.plugIn();
        kernel.monotonicMs += 10_000;
        clock.advance(10_000);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      assert.equal(clock.pendingTimers, 0);
    },
  };
});

test('headset, ehs-gpio: one contact is enough: pressed it answers, pressed in a call it ends', async () => {
  const { headset, set, isSet, pressed } = await open({ button: { line: 'BUTTON' } });
  assert.equal(headset.plugged, true);
  const press = (): void => {
    set('BUTTON', true);
    set('BUTTON', false);
  };
  headset.showCall('ringing');
  assert.equal(isSet('RING'), true);
  press();
  headset.showCall('active');
  assert.deepEqual([isSet('RING'), isSet('LINK')], [false, true]);
  press();
  headset.showCall('idle');
  assert.deepEqual(pressed(), ['answer', 'end']);
  assert.equal(isSet('LINK'), false);
  await headset[Symbol.asyncDispose]();
});

test('headset, ehs-gpio: the radio that opens at our word is nobody’s hand', async () => {
  const { headset, set, pressed } = await open({ hook: { line: 'HOOK' } });
  headset.showCall('active');
  set('HOOK', true);
  headset.showCall('idle');
  set('HOOK', false);
  assert.deepEqual(pressed(), []);
  await headset[Symbol.asyncDispose]();
});

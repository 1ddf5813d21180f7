// Keys, hook switch and lamps on GPIO lines of our own; `make vm` runs the same on gpio-sim.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGpioHook } from '#hal/hook/gpio';
import { openGpioKeys } from '#hal/keys/gpio';
import { openGpioLeds } from '#hal/leds/gpio';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeGpioChip } from '../support/fake-gpio-chip.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { watchLamp } from '../support/watched-lamp.ts';
import { hookContract } from './hook-contract.ts';
import { keysContract } from './keys-contract.ts';
import { ledsContract } from './leds-contract.ts';

const chip = 'fake-chip';

async function openChip() {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const pins = new FakeGpioChip(kernel, '/dev/gpiochip0', ['KEY_1', 'KEY_2', '', 'HOOK', 'RED', 'GREEN']);
  const rig = await openDriverRig(clock);
  const pass = (ms: number): void => {
    kernel.monotonicMs += ms;
    clock.advance(ms);
  };
  return { clock, kernel, pins, rig, pass };
}

keysContract('gpio', async () => {
  const { clock, kernel, pins, rig, pass } = await openChip();
  const names = [
    { name: '1', line: 'KEY_1' },
    { name: '2', line: 'KEY_2', activeLow: true, pull: 'up' },
    { name: 'ok', line: 2 },
  ] as const;
  pins.set(1, true);
  const keys = await openGpioKeys(rig.context, { driver: 'gpio', chip, names }, kernel);
  return {
    keys,
    get events() {
      return rig.only('keyMoved', 'deviceLost', 'deviceReturned');
    },
    move: async (key, action) => {
      pass(5);
      const offset = names.findIndex(({ name }) => name === key);
      pins.set(offset, (action === 'down') !== (key === '2'));
    },
    nowMs: () => clock.monotonicMs,
    loss: {
      lose: async () => pins.pullOut(),
      return: async () => {
        for (const offset of [0, 2]) pins.set(offset, false);
        pins.set(1, true);
        pins.plugIn();
        pass(10_000);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await keys[Symbol.asyncDispose]();
      assert.equal(kernel.openFiles, 0);
    },
  };
});

for (const activeLow of [false, true]) {
  hookContract(`gpio, ${activeLow ? 'low' : 'high'} when lifted`, async (liftedBefore) => {
    const { kernel, pins, rig } = await openChip();
    const move = (off: boolean): void => pins.set(3, off !== activeLow);
    move(liftedBefore);
    const hook = await openGpioHook(rig.context, { driver: 'gpio', chip: '/dev/gpiochip0', line: 'HOOK', activeLow }, kernel);
    return {
      hook,
      get events() {
        return rig.only('hookMoved');
      },
      move: async (off) => move(off),
      [Symbol.asyncDispose]: () => hook[Symbol.asyncDispose](),
    };
  });
}

ledsContract('gpio', async () => {
  const { clock, kernel, pins, rig } = await openChip();
  const names = [{ name: 'line1', lines: { red: { line: 'RED' }, green: { line: 'GREEN', activeLow: true } } }] as const;
  const leds = await openGpioLeds(rig.context, { driver: 'gpio', chip: 'gpiochip0', names }, kernel);
  return {
    leds,
    look: () => watchLamp(clock, () => ({ red: pins.level(4), green: !pins.level(5) })),
    [Symbol.asyncDispose]: async () => {
      await leds[Symbol.asyncDispose]();
      assert.equal(kernel.openFiles, 0);
    },
  };
});

test('a handset that was moved while its chip was away is told after the return', async () => {
  const { kernel, pins, rig, pass } = await openChip();
  await using hook = await openGpioHook(rig.context, { driver: 'gpio', chip, line: 3 }, kernel);
  pins.pullOut();
  pins.set(3, true);
  pins.plugIn();
  pass(5_000);
  assert.deepEqual(
    rig.events.map(({ type }) => type),
    ['deviceLost', 'deviceReturned', 'hookMoved'],
  );
  assert.ok(hook.off);
});

test('lamps of a chip that went away have their state when it is back', async () => {
  const { kernel, pins, rig, pass } = await openChip();
  const names = [{ name: 'mute', lines: { red: { line: 'RED' } } }] as const;
  await using leds = await openGpioLeds(rig.context, { driver: 'gpio', chip, names }, kernel);
  pins.pullOut();
  leds.set('mute', { color: 'red', pattern: 'steady' });
  pass(1_000);
  pins.plugIn();
  pass(5_000);
  assert.ok(pins.level(4));
  assert.deepEqual(
    rig.events.map(({ type }) => type),
    ['deviceLost', 'deviceReturned'],
  );
});

test('a chip or a line that is not there is named, with those that are', async () => {
  const { kernel, rig } = await openChip();
  const open = (wiring: { readonly chip: string; readonly line: string | number }) =>
    openGpioHook(rig.context, { driver: 'gpio', ...wiring }, kernel);
  await assert.rejects(open({ chip: 'pinctrl', line: 1 }), /labelled "pinctrl".*"fake-chip" \(\/dev\/gpiochip0\)/);
  await assert.rejects(open({ chip, line: 'FORK' }), /no line named "FORK".*KEY_1, KEY_2, HOOK/);
  await assert.rejects(open({ chip, line: 6 }), /no line 6: it has 6/);
  assert.equal(kernel.openFiles, 0);
});

// A board as it really is: gpio-keys, leds-gpio and gpio-backlight from a device tree. The x86-64 machine has none of them.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { SystemClock } from '#firmware/system/system-clock';
import { openBacklightClass } from '#hal/backlight/backlight-class';
import { openEvdevHook } from '#hal/hook/evdev';
import { openEvdevKeys } from '#hal/keys/evdev';
import { openLedClass } from '#hal/leds/led-class';
import { linuxKernel } from '#hal/linux/kernel-door';
import { hookContract } from '../contract/hook-contract.ts';
import { ledsContract } from '../contract/leds-contract.ts';
import { backlightContract } from '../contract/quiet-contracts.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { watchLamp } from '../support/watched-lamp.ts';
import { until } from './rig/until.ts';

const pins = { hook: 0, one: 1, lamp: 2, light: 3 } as const;
const input = 'board keys';

function pin(name: keyof typeof pins): string {
  const chips = linuxKernel.list('/sys/devices/platform/chip').filter((each) => each.startsWith('gpiochip'));
  return `/sys/devices/platform/chip/${chips[0] ?? ''}/sim_gpio${pins[name]}`;
}

const isHigh = (name: keyof typeof pins): boolean => readFileSync(`${pin(name)}/value`, 'utf8').trim() === '1';

/** What is told to an LED whose line may sleep is done by a worker of the kernel, a moment later. */
function isLit(): boolean {
  const told = linuxKernel.readText('/sys/class/leds/message/brightness') !== '0';
  for (let count = 0; count < 1_000 && isHigh('lamp') !== told; count++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  return isHigh('lamp');
}

function pull(name: keyof typeof pins, high: boolean): void {
  writeFileSync(`${pin(name)}/pull`, high ? 'pull-up' : 'pull-down');
}

if (process.arch === 'arm64') {
  hookContract('evdev on gpio-keys', async (liftedBefore) => {
    pull('hook', liftedBefore);
    await until('the hook at the start', async () => {
      await using looking = await openDriverRig(new SystemClock());
      return (await openEvdevHook(looking.context, { driver: 'evdev', input })).off === liftedBefore;
    });
    const rig = await openDriverRig(new SystemClock());
    const hook = await openEvdevHook(rig.context, { driver: 'evdev', input });
    return {
      hook,
      get events() {
        return rig.only('hookMoved');
      },
      move: async (off) => {
        pull('hook', off);
        await until('the hook', () => hook.off === off);
      },
      [Symbol.asyncDispose]: async () => {
        await hook[Symbol.asyncDispose]();
        await rig[Symbol.asyncDispose]();
      },
    };
  });

  ledsContract('led-class on leds-gpio', async () => {
    const clock = new FakeClock();
    const rig = await openDriverRig(clock);
    const leds = await openLedClass(rig.context, { driver: 'led-class', names: [{ name: 'message', leds: { red: 'message' } }] });
    return {
      leds,
      look: () => watchLamp(clock, () => ({ red: isLit() })),
      [Symbol.asyncDispose]: () => leds[Symbol.asyncDispose](),
    };
  });

  // It has one step: the contract's numbers cannot be seen at it.
  backlightContract('backlight-class on gpio-backlight', async () => {
    const rig = await openDriverRig(new SystemClock());
    const backlight = await openBacklightClass(rig.context, { driver: 'backlight-class', name: 'phone-light' });
    return { backlight, look: () => undefined, [Symbol.asyncDispose]: () => backlight[Symbol.asyncDispose]() };
  });

  test('the light is dark at 0 and shines above', async () => {
    await using rig = await openDriverRig(new SystemClock());
    await using backlight = await openBacklightClass(rig.context, { driver: 'backlight-class', name: 'phone-light' });
    const seen = [0, 1, 0, 100].map((percent) => {
      backlight.setBrightness(percent);
      return isHigh('light');
    });
    assert.deepEqual(seen, [false, true, false, true]);
  });

  test('a key of gpio-keys that is low when it is pressed', async () => {
    pull('one', true);
    await using rig = await openDriverRig(new SystemClock());
    await using _keys = await openEvdevKeys(rig.context, { driver: 'evdev', input, names: [{ name: '1', code: 'KEY_1' }] });
    pull('one', false);
    await until('the key down', () => rig.events.length === 1);
    pull('one', true);
    await until('the key up', () => rig.events.length === 2);
    assert.deepEqual(
      rig.only('keyMoved').map(({ action }) => action),
      ['down', 'up'],
    );
  });
}

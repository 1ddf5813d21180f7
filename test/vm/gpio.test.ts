// Keys, hook switch and lamps on real lines of the GPIO character device; gpio-sim is the hand and the eye at its pins.

import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock } from '#firmware/system/system-clock';
import { openGpioHook } from '#hal/hook/gpio';
import { openGpioKeys } from '#hal/keys/gpio';
import { openGpioLeds } from '#hal/leds/gpio';
import { hookContract } from '../contract/hook-contract.ts';
import { keysContract } from '../contract/keys-contract.ts';
import { ledsContract } from '../contract/leds-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { watchLamp } from '../support/watched-lamp.ts';
import { GpioSim } from './rig/gpio-sim.ts';
import { until } from './rig/until.ts';

/** The kernel debounces for so long before it tells. */
const debounceMs = 1;
const toldMs = 60;

keysContract('gpio on gpio-sim', async () => {
  const chip = new GpioSim('contract-keys', ['KEY_1', 'KEY_2', 'KEY_OK']);
  const clock = new SystemClock();
  const rig = await openDriverRig(clock);
  const names = [
    { name: '1', line: 'KEY_1' },
    { name: '2', line: 1, activeLow: true, pull: 'up' },
    { name: 'ok', line: 'KEY_OK' },
  ] as const;
  await chip.set(1, true);
  const keys = await openGpioKeys(rig.context, { driver: 'gpio', chip: 'contract-keys', names, debounceMs });
  return {
    keys,
    get events() {
      return rig.only('keyMoved', 'deviceLost', 'deviceReturned');
    },
    move: async (key, action) => {
      await chip.set(
        names.findIndex(({ name }) => name === key),
        (action === 'down') !== (key === '2'),
      );
      await sleep(toldMs);
    },
    nowMs: () => clock.monotonicMs,
    loss: {
      lose: async () => {
        chip.live(false);
        await until('the loss', () => rig.only('deviceLost').length > 0);
      },
      return: async () => {
        chip.live(true);
        await chip.set(1, true);
        await until('the return', () => rig.only('deviceReturned').length > 0);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await keys[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      chip[Symbol.dispose]();
    },
  };
});

hookContract('gpio on gpio-sim', async (liftedBefore) => {
  const chip = new GpioSim('contract-hook', ['HOOK']);
  await chip.set(0, !liftedBefore);
  const rig = await openDriverRig(new SystemClock());
  const wiring = { driver: 'gpio', chip: 'contract-hook', line: 'HOOK', activeLow: true, debounceMs } as const;
  const hook = await openGpioHook(rig.context, wiring);
  return {
    hook,
    get events() {
      return rig.only('hookMoved');
    },
    move: async (off) => {
      await chip.set(0, !off);
      await sleep(toldMs);
    },
    [Symbol.asyncDispose]: async () => {
      await hook[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      chip[Symbol.dispose]();
    },
  };
});

ledsContract('gpio on gpio-sim', async () => {
  const chip = new GpioSim('contract-lamps', ['RED', 'GREEN']);
  // As a board has it for a lamp that shines when its line is low: nobody's line is high.
  await chip.set(1, true);
  const clock = new FakeClock();
  const rig = await openDriverRig(clock);
  const names = [{ name: 'line1', lines: { red: { line: 'RED' }, green: { line: 'GREEN', activeLow: true } } }] as const;
  const leds = await openGpioLeds(rig.context, { driver: 'gpio', chip: 'contract-lamps', names });
  return {
    leds,
    look: () => watchLamp(clock, () => ({ red: chip.level(0), green: !chip.level(1) })),
    [Symbol.asyncDispose]: async () => {
      await leds[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      chip[Symbol.dispose]();
    },
  };
});

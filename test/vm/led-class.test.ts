// Lamps on the kernel's LED class: the LEDs of a keyboard made by uinput, seen where the keyboard would see them.

import { openLedClass } from '#hal/leds/led-class';
import { linuxKernel } from '#hal/linux/kernel-door';
import { ledsContract } from '../contract/leds-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { watchLamp } from '../support/watched-lamp.ts';
import { Uinput } from './rig/uinput.ts';
import { until } from './rig/until.ts';

/** LED_NUML and LED_CAPSL. */
const codes = { red: 0, green: 1 } as const;

ledsContract('led-class on a keyboard of uinput', async () => {
  const before = new Set(linuxKernel.list('/sys/class/leds'));
  const device = new Uinput({ name: 'contract lamps', keys: [30], leds: Object.values(codes) });
  await device.create();
  const added = (): readonly string[] => linuxKernel.list('/sys/class/leds').filter((each) => !before.has(each));
  await until('two LEDs', () => added().length === 2);
  const named = (end: string): string => added().find((each) => each.endsWith(end)) ?? '';
  const clock = new FakeClock();
  const rig = await openDriverRig(clock);
  const leds = await openLedClass(rig.context, {
    driver: 'led-class',
    names: [{ name: 'line1', leds: { red: named('::numlock'), green: named('::capslock') } }],
  });
  return {
    leds,
    look: () => watchLamp(clock, () => ({ red: device.isLit(codes.red), green: device.isLit(codes.green) })),
    [Symbol.asyncDispose]: async () => {
      await leds[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      device.destroy();
    },
  };
});

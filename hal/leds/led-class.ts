// Lamps of the kernel's LED class: leds-gpio, leds-pwm, leds-lp55xx and their like.

import type { Choice, DriverContext } from '../driver.ts';
import type { LedsDriver } from '../driver-choices.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { type PrimaryColor, primaries } from './colored-lamp.ts';
import type { Leds } from './leds.ts';
import { openPlayedLeds } from './played-leds.ts';

const folder = '/sys/class/leds';

/** One LED of the class, which has one colour. */
interface ClassLed {
  readonly path: string;
  readonly most: string;
}

export async function openLedClass(
  context: DriverContext,
  choice: Choice<LedsDriver, 'led-class'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Leds> {
  const lamps = choice.names.map(({ name, leds }) => {
    const parts = new Map<PrimaryColor, ClassLed>();
    for (const color of primaries) {
      const led = leds[color];
      if (led !== undefined) parts.set(color, openLed(kernel, led));
    }
    return { name, parts };
  });
  return openPlayedLeds(context, lamps, (led, on) => kernel.writeText(`${led.path}/brightness`, on ? led.most : '0'));
}

function openLed(kernel: KernelDoor, led: string): ClassLed {
  const path = `${folder}/${led}`;
  const most = tried(() => kernel.readText(`${path}/max_brightness`));
  if (most === undefined) {
    const there = tried(() => kernel.list(folder))?.join(', ') || 'none';
    throw new Error(`there is no LED "${led}" in ${folder}; there are: ${there}. Load its driver, or name one of these`);
  }
  // Another trigger (heartbeat, caps lock) would light it when it likes.
  if (tried(() => kernel.readText(`${path}/trigger`)) !== undefined) kernel.writeText(`${path}/trigger`, 'none');
  return { path, most };
}

function tried<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

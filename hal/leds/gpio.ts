// Lamps on lines of a GPIO chip. Where the device tree has leds-gpio for them, `led-class` is the driver.

import type { Choice, DriverContext } from '../driver.ts';
import type { LedsDriver } from '../driver-choices.ts';
import { requestLines, setLine } from '../linux/gpio-chip.ts';
import type { GpioLine } from '../linux/gpio-request.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { type PrimaryColor, primaries } from './colored-lamp.ts';
import type { Leds } from './leds.ts';
import { openPlayedLeds } from './played-leds.ts';

export async function openGpioLeds(
  context: DriverContext,
  choice: Choice<LedsDriver, 'gpio'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Leds> {
  const lines: GpioLine[] = [];
  const lamps = choice.names.map(({ name, lines: wired }) => {
    const parts = new Map<PrimaryColor, number>();
    for (const color of primaries) {
      const line = wired[color];
      if (line !== undefined) parts.set(color, lines.push(line) - 1);
    }
    return { name, parts };
  });
  const request = (): number => requestLines(kernel, choice.chip, lines, { output: true }).fd;
  let fd: number | undefined = request();
  let closed = false;
  const leds = openPlayedLeds(context, lamps, (index, on) => {
    fd ??= request();
    try {
      setLine(kernel, fd, index, on);
    } catch (error) {
      // The chip is gone, and its descriptor with it.
      kernel.close(fd);
      fd = undefined;
      throw error;
    }
  });
  return {
    names: leds.names,
    set: (name, state) => leds.set(name, state),
    [Symbol.asyncDispose]: async () => {
      if (closed) return;
      await leds[Symbol.asyncDispose]();
      closed = true;
      if (fd !== undefined) kernel.close(fd);
    },
  };
}

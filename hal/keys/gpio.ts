// Keys on lines of a GPIO chip, one each. Where the device tree has gpio-keys for them, `evdev` is the driver.

import type { Choice, DriverContext } from '../driver.ts';
import type { KeysDriver } from '../driver-choices.ts';
import { GpioInputs } from '../linux/gpio-inputs.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { KeyPositions } from './key-positions.ts';
import type { Keys } from './keys.ts';

export async function openGpioKeys(
  context: DriverContext,
  choice: Choice<KeysDriver, 'gpio'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Keys> {
  const { report } = context;
  const positions = new KeyPositions(context);
  const { names } = choice;
  const inputs = new GpioInputs(
    context,
    kernel,
    { ...choice, lines: names },
    {
      moved: (index, on, atMs) => {
        const key = names[index]?.name;
        if (key !== undefined) positions.move(key, on ? 'down' : 'up', atMs);
      },
      lost: (reason) => {
        positions.release();
        report({ type: 'deviceLost', device: 'keys', reason });
      },
      returned: () => report({ type: 'deviceReturned', device: 'keys' }),
    },
  );
  return { names: new Set(names.map(({ name }) => name)), [Symbol.asyncDispose]: () => inputs[Symbol.asyncDispose]() };
}

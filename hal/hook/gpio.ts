// Hook switch on a line of a GPIO chip: on when the handset is lifted, unless the board says otherwise.

import type { Choice, DriverContext } from '../driver.ts';
import type { HookDriver } from '../driver-choices.ts';
import { GpioInputs } from '../linux/gpio-inputs.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import type { Hook } from './hook.ts';

export async function openGpioHook(
  context: DriverContext,
  choice: Choice<HookDriver, 'gpio'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Hook> {
  const { report, clock } = context;
  const move = (next: boolean, atMs: number): void => {
    if (next === off) return;
    off = next;
    report({ type: 'hookMoved', off, atMs });
  };
  const inputs = new GpioInputs(
    context,
    kernel,
    { ...choice, lines: [choice] },
    {
      moved: (_index, on, atMs) => move(on, atMs),
      lost: (reason) => report({ type: 'deviceLost', device: 'hook', reason }),
      returned: () => {
        report({ type: 'deviceReturned', device: 'hook' });
        move(inputs.isOn(0), clock.monotonicMs);
      },
    },
  );
  let off = inputs.isOn(0);
  return {
    get off(): boolean {
      return off;
    },
    [Symbol.asyncDispose]: () => inputs[Symbol.asyncDispose](),
  };
}

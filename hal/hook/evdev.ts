// Hook switch that the kernel tells of as a key or a switch. Linux has no code for it: gpio-keys is mostly told KEY_PHONE.

import type { Choice, DriverContext } from '../driver.ts';
import type { HookDriver } from '../driver-choices.ts';
import { codeOnBoard } from '../linux/input-codes.ts';
import { eventType } from '../linux/input-event.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { openInput } from '../linux/open-input.ts';
import type { Hook } from './hook.ts';

export async function openEvdevHook(
  context: DriverContext,
  choice: Choice<HookDriver, 'evdev'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Hook> {
  const { report, clock } = context;
  const { kind, code } = codeOnBoard(choice.code ?? 'KEY_PHONE');
  const liftedWhenOn = choice.lifted !== 'up';
  const node = await openInput(context, kernel, choice.input);
  const look = (): boolean => node.isOn(kind, code) === liftedWhenOn;
  let off = look();
  const move = (next: boolean, atMs: number): void => {
    if (next === off) return;
    off = next;
    report({ type: 'hookMoved', off, atMs });
  };
  const stop = node.listen({
    event: (event) => {
      if (event.code !== code || event.type !== eventType[kind === 'keys' ? 'key' : 'switch']) return;
      move((event.value !== 0) === liftedWhenOn, event.atMs);
    },
    missed: () => move(look(), clock.monotonicMs),
    lost: (reason) => report({ type: 'deviceLost', device: 'hook', reason }),
    returned: () => {
      report({ type: 'deviceReturned', device: 'hook' });
      move(look(), clock.monotonicMs);
    },
  });
  return {
    get off(): boolean {
      return off;
    },
    [Symbol.asyncDispose]: async () => stop(),
  };
}

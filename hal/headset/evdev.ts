// Headset on a jack that the kernel tells of: plugged by a switch (SW_HEADPHONE_INSERT), the button on its cable by a key.

import type { Choice, DriverContext } from '../driver.ts';
import type { HeadsetDriver } from '../driver-choices.ts';
import { codeOnBoard, type InputCode } from '../linux/input-codes.ts';
import { eventType, type InputEvent } from '../linux/input-event.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { openInput } from '../linux/open-input.ts';
import type { Headset, HeadsetButton } from './headset.ts';

export async function openEvdevHeadset(
  context: DriverContext,
  choice: Choice<HeadsetDriver, 'evdev'>,
  kernel: KernelDoor = linuxKernel,
): Promise<Headset> {
  const { report, clock } = context;
  const plug = codeOnBoard(choice.plug ?? 'SW_HEADPHONE_INSERT');
  const buttons = (choice.buttons ?? []).map(({ button, code }) => ({ button, code: codeOnBoard(code) }));
  const node = await openInput(context, kernel, choice.input);
  let plugged = node.isOn(plug.kind, plug.code);
  const move = (next: boolean, atMs: number): void => {
    if (next === plugged) return;
    plugged = next;
    report({ type: 'headsetPlugged', plugged, atMs });
  };
  const press = (button: HeadsetButton, atMs: number): void => report({ type: 'headsetButtonPressed', button, atMs });
  const stop = node.listen({
    event: (event) => {
      if (isFor(event, plug)) move(event.value !== 0, event.atMs);
      else if (event.value === 1) {
        const pressed = buttons.find(({ code }) => isFor(event, code));
        if (pressed !== undefined) press(pressed.button, event.atMs);
      }
    },
    missed: () => move(node.isOn(plug.kind, plug.code), clock.monotonicMs),
    lost: (reason) => {
      move(false, clock.monotonicMs);
      report({ type: 'deviceLost', device: 'headset', reason });
    },
    returned: () => {
      report({ type: 'deviceReturned', device: 'headset' });
      move(node.isOn(plug.kind, plug.code), clock.monotonicMs);
    },
  });
  return {
    get plugged(): boolean {
      return plugged;
    },
    // A jack has no lamp.
    showCall: () => {},
    showMute: () => {},
    [Symbol.asyncDispose]: async () => stop(),
  };
}

function isFor({ type, code }: InputEvent, wanted: InputCode): boolean {
  return code === wanted.code && type === eventType[wanted.kind === 'keys' ? 'key' : 'switch'];
}

// An electronic hook switch made of contacts: the base closes one when its button is pressed or its radio open, and is told by others.

import type { Choice, DriverContext } from '../driver.ts';
import type { HeadsetDriver } from '../driver-choices.ts';
import { requestLines, setLine } from '../linux/gpio-chip.ts';
import { GpioInputs } from '../linux/gpio-inputs.ts';
import type { GpioLine } from '../linux/gpio-request.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { type EhsCarrier, EhsHeadset } from './ehs/ehs-headset.ts';
import type { EhsCommand, EhsSignal } from './ehs/ehs-machine.ts';
import type { Headset } from './headset.ts';

type GpioEhs = Choice<HeadsetDriver, 'ehs-gpio'>;

/** What each contact says when it closes and when it opens. */
const meanings: Readonly<Record<keyof GpioEhs['inputs'], readonly [on: EhsSignal | undefined, off: EhsSignal | undefined]>> = {
  hook: ['offHook', 'onHook'],
  button: ['hookPressed', undefined],
  mute: ['mute', undefined],
  volumeUp: ['volumeUp', undefined],
  volumeDown: ['volumeDown', undefined],
  present: ['present', 'absent'],
};

/** Which line each word switches, and how. */
const switches: Readonly<Record<EhsCommand, readonly [keyof NonNullable<GpioEhs['outputs']>, boolean]>> = {
  ringOn: ['ring', true],
  ringOff: ['ring', false],
  linkOn: ['link', true],
  linkOff: ['link', false],
  muteOn: ['mute', true],
  muteOff: ['mute', false],
};

export async function openGpioEhs(context: DriverContext, choice: GpioEhs, kernel: KernelDoor = linuxKernel): Promise<Headset> {
  const headset = new EhsHeadset(context);
  const names = Object.keys(choice.inputs) as (keyof GpioEhs['inputs'])[];
  const lines = names.map((name) => choice.inputs[name]).filter((line): line is GpioLine => line !== undefined);
  await using parts = new AsyncDisposableStack();
  const outputs = openOutputs(kernel, choice);
  parts.defer(() => outputs.close());
  const inputs = parts.use(
    new GpioInputs(
      context,
      kernel,
      { chip: choice.chip, lines },
      {
        moved: (index, on) => {
          const name = names[index];
          const signal = name === undefined ? undefined : meanings[name][on ? 0 : 1];
          if (signal !== undefined) headset.received(signal);
        },
        lost: (reason) => {
          headset.received('absent');
          context.report({ type: 'deviceLost', device: 'headset', reason });
        },
        returned: () => {
          context.report({ type: 'deviceReturned', device: 'headset' });
          if (isPresent()) headset.received('present');
        },
      },
    ),
  );
  const isPresent = (): boolean => choice.inputs.present === undefined || inputs.isOn(names.indexOf('present'));
  const closing = parts.move();
  const carrier: EhsCarrier = {
    tell: (command) => outputs.set(...switches[command]),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
  headset.connect(carrier, isPresent());
  return headset;
}

interface Outputs {
  set(name: keyof NonNullable<GpioEhs['outputs']>, on: boolean): void;
  close(): void;
}

function openOutputs(kernel: KernelDoor, { chip, outputs = {} }: GpioEhs): Outputs {
  const names = Object.keys(outputs) as (keyof typeof outputs)[];
  const lines = names.map((name) => outputs[name]).filter((line): line is GpioLine => line !== undefined);
  if (lines.length === 0) return { set: () => {}, close: () => {} };
  const { fd } = requestLines(kernel, chip, lines, { output: true });
  return {
    set: (name, on) => {
      const index = names.indexOf(name);
      if (index === -1) return;
      try {
        setLine(kernel, fd, index, on);
      } catch {
        // The chip is gone; its inputs tell of that.
      }
    },
    close: () => kernel.close(fd),
  };
}

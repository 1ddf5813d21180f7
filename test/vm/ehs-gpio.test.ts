// An electronic hook switch made of contacts, on real lines of the GPIO character device; gpio-sim is the base at its pins.

import { SystemClock } from '#firmware/system/system-clock';
import { openGpioEhs } from '#hal/headset/ehs-gpio';
import { headsetContract } from '../contract/headset-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { GpioSim } from './rig/gpio-sim.ts';
import { until } from './rig/until.ts';

const names = ['HOOK', 'MUTE', 'UP', 'DOWN', 'PRESENT', 'RING', 'LINK', 'MUTED'] as const;
const contacts = { answer: 'HOOK', mute: 'MUTE', up: 'UP', down: 'DOWN' } as const;

headsetContract('ehs-gpio on gpio-sim', async () => {
  const chip = new GpioSim('contract-ehs', names);
  const rig = await openDriverRig(new SystemClock());
  const headset = await openGpioEhs(rig.context, {
    driver: 'ehs-gpio',
    chip: 'contract-ehs',
    inputs: {
      hook: { line: 'HOOK' },
      mute: { line: 'MUTE' },
      volumeUp: { line: 'UP' },
      volumeDown: { line: 'DOWN' },
      present: { line: 'PRESENT' },
    },
    outputs: { ring: { line: 'RING' }, link: { line: 'LINK' }, mute: { line: 'MUTED' } },
  });
  const set = (name: (typeof names)[number], on: boolean): Promise<void> => chip.set(names.indexOf(name), on);
  const isSet = (name: (typeof names)[number]): boolean => chip.level(names.indexOf(name));
  const pressed = (): number => rig.only('headsetButtonPressed').length;
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => {
      await set('PRESENT', plugged);
      await until('the headset', () => headset.plugged === plugged);
    },
    press: async (button) => {
      const before = pressed();
      if (button === 'end') headset.showCall('active');
      const contact = button === 'end' ? 'HOOK' : contacts[button];
      await set(contact, true);
      // The kernel debounces: a contact that opens too soon was never closed.
      if (button === 'end') await new Promise((resolve) => setTimeout(resolve, 100));
      else await until(button, () => pressed() > before);
      await set(contact, false);
      await until(button, () => pressed() > before);
      await new Promise((resolve) => setTimeout(resolve, 100));
      headset.showCall('idle');
    },
    look: () => ({ call: isSet('RING') ? 'ringing' : isSet('LINK') ? 'active' : 'idle', muted: isSet('MUTED') }),
    holdLooksActive: true,
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      chip[Symbol.dispose]();
    },
  };
});

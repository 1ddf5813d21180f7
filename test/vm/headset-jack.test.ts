// A headset's jack on a real input node, moved through uinput.

import { SystemClock } from '#firmware/system/system-clock';
import { openEvdevHeadset } from '#hal/headset/evdev';
import { headsetContract } from '../contract/headset-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { Uinput } from './rig/uinput.ts';
import { until } from './rig/until.ts';

const input = 'contract jack';
const plug = 2;
const buttons = { answer: 164, end: 0x1be, mute: 248, up: 115, down: 114 } as const;

headsetContract('evdev on uinput', async () => {
  const device = new Uinput({ name: input, keys: Object.values(buttons), switches: [plug] });
  await device.create();
  const rig = await openDriverRig(new SystemClock());
  const headset = await openEvdevHeadset(rig.context, {
    driver: 'evdev',
    input,
    buttons: Object.entries(buttons).map(([button, code]) => ({ button: button as keyof typeof buttons, code })),
  });
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: (plugged) => device.tell(['switch', plug, plugged ? 1 : 0]),
    press: async (button) => {
      for (const value of [1, 0]) await device.tell(['key', buttons[button], value]);
    },
    loss: {
      lose: async () => {
        device.destroy();
        await until('the loss', () => rig.only('deviceLost').length > 0);
      },
      return: async () => {
        await device.create();
        await until('the return', () => rig.only('deviceReturned').length > 0);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      device.destroy();
    },
  };
});

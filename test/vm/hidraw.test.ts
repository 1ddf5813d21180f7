// A USB headset on the kernel's own hidraw, made by uhid.

import assert from 'node:assert/strict';
import { SystemClock } from '#firmware/system/system-clock';
import { openHidrawHeadset } from '#hal/headset/hidraw';
import { headsetContract } from '../contract/headset-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { headsetDescriptor, pressReports, shownBy } from '../support/hid-headset.ts';
import { Uhid } from './rig/uhid.ts';
import { until } from './rig/until.ts';

const name = 'Contract headset';

headsetContract('hidraw on uhid', async () => {
  const device = new Uhid({ name, vendor: 0x1209, product: 0x0001, descriptor: headsetDescriptor });
  const rig = await openDriverRig(new SystemClock());
  const headset = await openHidrawHeadset(rig.context, { driver: 'hidraw', device: name });
  const look = () => shownBy(device.outputs.at(-1));
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => {
      if (plugged) await device.create();
      else device.destroy();
      await until(plugged ? 'the headset' : 'its loss', () => headset.plugged === plugged);
      if (plugged) assert.equal(headset.about?.name, name);
    },
    press: async (button) => {
      const before = rig.only('headsetButtonPressed').length;
      for (const report of pressReports(button)) device.send(report);
      await until(button, () => rig.only('headsetButtonPressed').length > before);
    },
    look,
    settled: ({ call, muted }) => until(`${call} ${muted}`, () => look().call === call && look().muted === muted),
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      device.destroy();
    },
  };
});

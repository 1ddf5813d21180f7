// The LCD behind a real DRM card, seen by the emulator's eye; and one whose driver is taken away and comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemClock } from '#firmware/system/system-clock';
import type { BoardDefinition } from '#hal/board';
import { openDrm } from '#hal/display/drm';
import { linuxKernel } from '#hal/linux/kernel-door';
import { displayContract } from '../contract/display-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { Monitor, middleOf } from './rig/monitor.ts';
import { until } from './rig/until.ts';

const path = '/dev/dri/card0';
const color: BoardDefinition['display'] = {
  driver: 'simulated',
  class: 'color-320',
  width: 320,
  height: 240,
  format: 'rgb565',
  touch: false,
};

displayContract('drm of virtio-gpu, as the emulator shows it', async () => {
  await using rig = await openDriverRig(new SystemClock(), { display: color });
  const display = await openDrm(rig.context, { driver: 'drm', path });
  const monitor = await Monitor.open();
  return {
    display,
    look: async () => middleOf(await monitor.look('screen'), color),
    [Symbol.asyncDispose]: async () => {
      monitor[Symbol.dispose]();
      await display[Symbol.asyncDispose]();
    },
  };
});

test('a card whose driver is taken away is a lost display, which has its picture when the driver is back', async () => {
  const device = linuxKernel.list('/sys/bus/virtio/drivers/virtio_gpu').find((each) => each.startsWith('virtio'));
  assert.ok(device !== undefined);
  await using rig = await openDriverRig(new SystemClock(), { display: color });
  await using display = await openDrm(rig.context, { driver: 'drm', path });
  const show = (value: number): void =>
    display.show({ format: 'rgb565', width: 320, height: 240, pixels: new Uint16Array(320 * 240).fill(value) }, [
      { x: 0, y: 0, width: 320, height: 240 },
    ]);
  show(0xf800);
  linuxKernel.writeText('/sys/bus/virtio/drivers/virtio_gpu/unbind', device);
  show(0x07e0);
  assert.deepEqual(
    rig.events.map(({ type }) => type),
    ['deviceLost'],
  );
  linuxKernel.writeText('/sys/bus/virtio/drivers/virtio_gpu/bind', device);
  await until('the return', () => rig.events.length === 2);
  using monitor = await Monitor.open();
  assert.ok(middleOf(await monitor.look('screen'), color).every((pixel) => pixel === 0x07e0));
});

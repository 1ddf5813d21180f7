// Hands that are not ours: the emulator's own keyboard and tablet move the kernel's input nodes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemClock } from '#firmware/system/system-clock';
import type { BoardDefinition } from '#hal/board';
import { openFramebuffer } from '#hal/display/framebuffer';
import { openEvdevKeys } from '#hal/keys/evdev';
import { openDriverRig } from '../support/driver-rig.ts';
import { framebufferNamed } from './rig/framebuffers.ts';
import { Monitor } from './rig/monitor.ts';
import { until } from './rig/until.ts';

test('the emulator presses keys of its keyboard', async () => {
  await using rig = await openDriverRig(new SystemClock());
  const names = [
    { name: '1', code: 'KEY_1' },
    { name: 'line1', code: 'KEY_F1' },
  ] as const;
  await using _keys = await openEvdevKeys(rig.context, { driver: 'evdev', input: 'QEMU Virtio Keyboard', names });
  using monitor = await Monitor.open();
  for (const code of ['1', 'f1']) {
    for (const down of [true, false]) {
      const key = { type: 'key', data: { down, key: { type: 'qcode', data: code } } };
      await monitor.do('input-send-event', { events: [key] });
    }
  }
  await until('four moves', () => rig.only('keyMoved').length === 4);
  assert.deepEqual(
    rig.only('keyMoved').map(({ key, action }) => `${key} ${action}`),
    ['1 down', '1 up', 'line1 down', 'line1 up'],
  );
});

const display: BoardDefinition['display'] = {
  driver: 'simulated',
  class: 'touch-800',
  width: 800,
  height: 480,
  format: 'rgb565',
  touch: true,
};

test('the emulator touches the screen', async () => {
  await using rig = await openDriverRig(new SystemClock(), { display });
  const path = framebufferNamed('virtio_gpudrmfb');
  const touchPanel = { input: 'QEMU Virtio Tablet' };
  await using _display = await openFramebuffer(rig.context, { driver: 'framebuffer', path, touchPanel });
  using monitor = await Monitor.open();
  /** Of the emulator's 32,768 steps. */
  const to = (axis: 'x' | 'y', at: number) => ({ type: 'abs', data: { axis, value: at } });
  const finger = (down: boolean) => ({ type: 'btn', data: { down, button: 'left' } });
  await monitor.do('input-send-event', { events: [to('x', 0), to('y', 0x7fff), finger(true)] });
  await monitor.do('input-send-event', { events: [to('x', 0x3fff), to('y', 0x3fff)] });
  await monitor.do('input-send-event', { events: [finger(false)] });
  await until('three touches', () => rig.only('touched').length === 3);
  assert.deepEqual(
    rig.only('touched').map(({ action, x, y }) => `${action} ${x},${y}`),
    ['down 0,479', 'move 399,239', 'up 399,239'],
  );
});

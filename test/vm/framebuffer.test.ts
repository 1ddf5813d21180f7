// The LCD on real framebuffers: what DRM's shows is seen by the emulator's eye, vfb's memory is read back in each depth.

import { SystemClock } from '#firmware/system/system-clock';
import type { BoardDefinition } from '#hal/board';
import { openFramebuffer } from '#hal/display/framebuffer';
import { linuxKernel } from '#hal/linux/kernel-door';
import { displayContract } from '../contract/display-contract.ts';
import { openDriverRig } from '../support/driver-rig.ts';
import { framebufferNamed } from './rig/framebuffers.ts';
import { Monitor, middleOf } from './rig/monitor.ts';

const simulated = { driver: 'simulated' } as const;
const color: BoardDefinition['display'] = {
  ...simulated,
  class: 'color-320',
  width: 320,
  height: 240,
  format: 'rgb565',
  touch: false,
};
const mono: BoardDefinition['display'] = {
  ...simulated,
  class: 'mono-128',
  width: 128,
  height: 64,
  format: 'mono',
  touch: false,
};

displayContract('framebuffer of virtio-gpu, as the emulator shows it', async () => {
  const rig = await openDriverRig(new SystemClock(), { display: color });
  const path = framebufferNamed('virtio_gpudrmfb');
  const display = await openFramebuffer(rig.context, { driver: 'framebuffer', path });
  const monitor = await Monitor.open();
  return {
    display,
    look: async () => {
      // The kernel shows what changed a little later, and tells nobody when.
      await new Promise((resolve) => setTimeout(resolve, 200));
      return middleOf(await monitor.look('screen'), color);
    },
    [Symbol.asyncDispose]: async () => {
      monitor[Symbol.dispose]();
      await display[Symbol.asyncDispose]();
    },
  };
});

/** FBIOPUT_VSCREENINFO, with all zero but these. */
function setMode(path: string, width: number, height: number, bits: number): void {
  const fd = linuxKernel.open(path, 'readWrite');
  const mode = new Uint8Array(160);
  const view = new DataView(mode.buffer);
  for (const [at, value] of [
    [0, width],
    [4, height],
    [8, width],
    [12, height],
    [24, bits],
  ] as const) {
    view.setUint32(at, value, true);
  }
  linuxKernel.ioctl(fd, 0x4601, mode);
  linuxKernel.close(fd);
}

// Debian's kernel for arm64 has no vfb.
const depths =
  process.arch === 'x64'
    ? ([
        [16, color],
        [32, color],
        [1, mono],
      ] as const)
    : [];

for (const [bits, display] of depths) {
  displayContract(`framebuffer of vfb with ${bits} bits a pixel`, async () => {
    const path = framebufferNamed('Virtual FB');
    setMode(path, display.width, display.height, bits);
    const rig = await openDriverRig(new SystemClock(), { display });
    const opened = await openFramebuffer(rig.context, { driver: 'framebuffer', path });
    return {
      display: opened,
      look: () => readBack(path, display, bits),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

/** vfb of 32 bits has red in the lowest byte; of one bit, a 1 is dark. */
function readBack(path: string, { width, height }: BoardDefinition['display'], bits: 1 | 16 | 32): readonly number[] {
  const fd = linuxKernel.open(path, 'read');
  const bytes = new Uint8Array((width * height * bits) / 8);
  linuxKernel.read(fd, bytes, 0);
  linuxKernel.close(fd);
  return Array.from({ length: width * height }, (_, index) => {
    if (bits === 1) return ((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
    if (bits === 16) return vfb565(bytes, index);
    const part = (offset: number, most: number): number => Math.round(((bytes[index * 4 + offset] ?? 0) * most) / 255);
    return (part(0, 31) << 11) | (part(1, 63) << 5) | part(2, 31);
  });
}

/** vfb of 16 bits has red in the lowest bits, too. */
function vfb565(bytes: Uint8Array, index: number): number {
  const pixel = (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8);
  return ((pixel & 31) << 11) | (pixel & 0x7e0) | (pixel >> 11);
}

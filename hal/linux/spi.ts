// The SPI character device: <linux/spi/spidev.h>. A plain write is one transfer with the chip selected.

import type { KernelDoor } from './kernel-door.ts';
import { request } from './request.ts';

const kind = 'k';
const setMode = request('write', kind, 1, 1);
const setSpeed = request('write', kind, 4, 4);

/** spidev's own limit, unless its module was told another. */
const mostBytes = 4_096;

export class SpiPort {
  readonly #kernel: KernelDoor;
  readonly #fd: number;

  constructor(kernel: KernelDoor, path: string, settings: { readonly mode: number; readonly speedHz: number }) {
    const fd = kernel.open(path, 'readWrite');
    try {
      kernel.ioctl(fd, setMode, Uint8Array.of(settings.mode));
      const speed = new DataView(new ArrayBuffer(4));
      speed.setUint32(0, settings.speedHz, true);
      kernel.ioctl(fd, setSpeed, new Uint8Array(speed.buffer));
    } catch (error) {
      kernel.close(fd);
      throw error;
    }
    this.#kernel = kernel;
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += mostBytes) this.#kernel.write(this.#fd, bytes.subarray(at, at + mostBytes));
  }

  close(): void {
    this.#kernel.close(this.#fd);
  }
}

// A kernel with the devices that a test gives it: their files, their requests, and what they tell.

import type { DeviceMemory, KernelDoor, Watch } from '#hal/linux/kernel-door';

/** A device file. Each of its methods throws `kernelError` where a real one would fail. */
export interface FakeDevice {
  /** What waits to be read, for one reader; undefined: nothing. */
  read?(): Uint8Array | undefined;
  write?(bytes: Uint8Array, at: number | undefined): void;
  ioctl?(request: number, argument: number | Uint8Array, pointers: readonly Uint8Array[]): number;
  memory?(offset: number, length: number): ArrayBuffer;
}

export function kernelError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

interface OpenFile {
  readonly device: FakeDevice;
  told: ((failed: boolean) => void) | undefined;
}

export class FakeKernel implements KernelDoor {
  readonly devices: Map<string, FakeDevice> = new Map();
  readonly texts: Map<string, string> = new Map();
  monotonicMs = 0;
  readonly #files = new Map<number, OpenFile>();
  #nextFd = 3;

  get openFiles(): number {
    return this.#files.size;
  }

  /** Tells whoever watches the device that it can be read. */
  wake(device: FakeDevice, failed = false): void {
    for (const file of [...this.#files.values()]) if (file.device === device) file.told?.(failed);
  }

  open(path: string): number {
    const device = this.devices.get(path);
    if (device === undefined) throw kernelError('ENOENT');
    return this.adopt(device);
  }

  /** A descriptor of a device that has no path. */
  adopt(device: FakeDevice): number {
    this.#files.set(this.#nextFd, { device, told: undefined });
    return this.#nextFd++;
  }

  close(fd: number): void {
    this.#file(fd);
    this.#files.delete(fd);
  }

  read(fd: number, into: Uint8Array): number | undefined {
    const bytes = this.#file(fd).device.read?.();
    if (bytes === undefined) return undefined;
    into.set(bytes.subarray(0, into.length));
    return Math.min(bytes.length, into.length);
  }

  write(fd: number, bytes: Uint8Array, at?: number): void {
    const { device } = this.#file(fd);
    if (device.write === undefined) throw kernelError('EBADF');
    device.write(bytes, at);
  }

  ioctl(
    fd: number,
    request: number,
    argument: number | Uint8Array,
    pointers: readonly (readonly [number, Uint8Array])[] = [],
  ): number {
    const { device } = this.#file(fd);
    if (device.ioctl === undefined) throw kernelError('ENOTTY');
    return device.ioctl(
      request,
      argument,
      pointers.map(([, target]) => target),
    );
  }

  map(fd: number, offset: number, length: number): DeviceMemory {
    const { device } = this.#file(fd);
    if (device.memory === undefined) throw kernelError('ENODEV');
    return { bytes: device.memory(offset, length), close: () => {} };
  }

  watch(fd: number, told: (failed: boolean) => void): Watch {
    const file = this.#file(fd);
    file.told = told;
    return {
      close: () => {
        file.told = undefined;
      },
    };
  }

  readText(path: string): string {
    const text = this.texts.get(path);
    if (text === undefined) throw kernelError('ENOENT');
    return text;
  }

  writeText(path: string, text: string): void {
    if (!this.texts.has(path)) throw kernelError('ENOENT');
    this.texts.set(path, text);
  }

  list(directory: string): readonly string[] {
    const names = new Set<string>();
    for (const path of [...this.texts.keys(), ...this.devices.keys()]) {
      if (path.startsWith(`${directory}/`)) names.add(path.slice(directory.length + 1).split('/')[0] ?? '');
    }
    if (names.size === 0) throw kernelError('ENOENT');
    return [...names];
  }

  #file(fd: number): OpenFile {
    const file = this.#files.get(fd);
    if (file === undefined) throw kernelError('EBADF');
    return file;
  }
}

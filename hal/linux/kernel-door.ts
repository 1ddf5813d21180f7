// How drivers reach the kernel: device files that never block, ioctl, mapped memory, and the files of sysfs. It knows no device.
// A driver takes it as an argument, so that its contract suite runs without the device.

import { closeSync, constants, openSync, readdirSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { nativeDoors } from './native.ts';

/** The address of the bytes is put into the request's structure, so far from its beginning. */
export type Pointer = readonly [offset: number, target: Uint8Array];

/** Memory of a device; `bytes` are empty after closing. */
export interface DeviceMemory {
  readonly bytes: ArrayBuffer;
  close(): void;
}

export interface Watch {
  close(): void;
}

/** Everything throws an error whose `code` is errno's name: `ENODEV`, `EACCES`. */
export interface KernelDoor {
  /** CLOCK_MONOTONIC, which the kernel's events carry. */
  readonly monotonicMs: number;
  open(path: string, access: 'read' | 'write' | 'readWrite'): number;
  close(fd: number): void;
  /** Undefined when nothing waits. */
  read(fd: number, into: Uint8Array, at?: number): number | undefined;
  /** Writes all of it. */
  write(fd: number, bytes: Uint8Array, at?: number): void;
  ioctl(fd: number, request: number, argument: number | Uint8Array, pointers?: readonly Pointer[]): number;
  map(fd: number, offset: number, length: number): DeviceMemory;
  /** `told` whenever there is something to read; `failed`: the device is gone, and is watched no longer. */
  watch(fd: number, told: (failed: boolean) => void): Watch;
  readText(path: string): string;
  writeText(path: string, text: string): void;
  list(directory: string): readonly string[];
}

class KernelError extends Error {
  readonly code: string;

  constructor(code: string, call: string) {
    super(`${code}: ${call}`);
    this.name = 'KernelError';
    this.code = code;
  }
}

const access = { read: constants.O_RDONLY, write: constants.O_WRONLY, readWrite: constants.O_RDWR };

export const linuxKernel: KernelDoor = {
  get monotonicMs(): number {
    return Number(process.hrtime.bigint() / 1_000n) / 1_000;
  },
  open: (path, mode) => openSync(path, access[mode] | constants.O_NONBLOCK | constants.O_NOCTTY),
  close: (fd) => closeSync(fd),
  read: (fd, into, at) => {
    try {
      return readSync(fd, into, 0, into.length, at ?? null);
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return undefined;
      throw error;
    }
  },
  write: (fd, bytes, at) => {
    let done = 0;
    while (done < bytes.length) {
      const count = writeSync(fd, bytes, done, bytes.length - done, at === undefined ? null : at + done);
      if (count === 0) throw new KernelError('ENOSPC', 'write');
      done += count;
    }
  },
  ioctl: (fd, request, argument, pointers) => answered(nativeDoors().ioctl(fd, request, argument, pointers ?? []), 'ioctl'),
  map: (fd, offset, length) => {
    try {
      return new (nativeDoors().Memory)(fd, offset, length);
    } catch (error) {
      throw new KernelError(error instanceof Error ? error.message : String(error), 'mmap');
    }
  },
  watch: (fd, told) => new (nativeDoors().Watch)(fd, told),
  readText: (path) => readFileSync(path, 'utf8').trimEnd(),
  writeText: (path, text) => writeFileSync(path, text),
  list: (directory) => readdirSync(directory),
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function answered<Answer>(answer: Answer | string, call: string): Answer {
  if (typeof answer === 'string') throw new KernelError(answer, call);
  return answer;
}

// The only loader of the kernel doors' addon: the one built here, else the one beside the program.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HalError } from '../errors.ts';

interface NativeMemory {
  readonly bytes: ArrayBuffer;
  close(): void;
}

interface NativeWatch {
  close(): void;
}

/** It trusts the kinds of its arguments: `kernel-door.ts` alone calls it. A string is errno's name. */
interface NativeDoors {
  readonly ioctl: (
    fd: number,
    request: number,
    argument: number | Uint8Array,
    pointers: readonly (readonly [number, Uint8Array])[],
  ) => number | string;
  /** Throws errno's name. */
  readonly Memory: new (
    fd: number,
    offset: number,
    length: number,
  ) => NativeMemory;
  readonly Watch: new (fd: number, told: (failed: boolean) => void) => NativeWatch;
}

const places = [`../../build/native/${process.arch}/hookswitch_hal.node`, './hookswitch_hal.node'];

let loaded: NativeDoors | undefined;

/** Throws `ERR_HAL_NATIVE_MISSING`. */
export function nativeDoors(): NativeDoors {
  loaded ??= load();
  return loaded;
}

function load(): NativeDoors {
  const candidates = places.map((place) => new URL(place, import.meta.url).pathname);
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    const looked = candidates.join(', ');
    throw new HalError('ERR_HAL_NATIVE_MISSING', `the kernel doors are not built (looked for ${looked}): run make native`);
  }
  return createRequire(import.meta.url)(found) as NativeDoors;
}

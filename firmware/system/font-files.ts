// The font packs that the build baked, read from the disk.

import { readFileSync } from 'node:fs';
import type { DisplayClass } from '#hal/display/display';
import { packsOfClass } from '#ui/lcd/fonts/font-list';
import { StartError } from './start-error.ts';

const directory = new URL('../../build/fonts/', import.meta.url);

/** Those that a display class needs, by name. */
export function readFontPacks(displayClass: DisplayClass): ReadonlyMap<string, Uint8Array> {
  return new Map(packsOfClass(displayClass).map((name) => [name, readPack(name)]));
}

function readPack(name: string): Uint8Array {
  try {
    return readFileSync(new URL(`${name}.hsf`, directory));
  } catch {
    throw new StartError(`The font pack ${name} is missing: run \`make fonts\``);
  }
}

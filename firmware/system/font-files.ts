// The font packs that the build baked, read from the disk.

import { readFileSync } from 'node:fs';
import type { DisplayClass } from '#hal/display/display';
import { packsOfClass } from '#ui/lcd/fonts/font-list';
import { resources } from './resources.ts';
import { StartError } from './start-error.ts';

/** Those that a display class needs, by name. */
export function readFontPacks(displayClass: DisplayClass): ReadonlyMap<string, Uint8Array> {
  return new Map(packsOfClass(displayClass).map((name) => [name, readPack(name)]));
}

function readPack(name: string): Uint8Array {
  try {
    return readFileSync(new URL(`${name}.hsf`, resources.fonts));
  } catch {
    throw new StartError(`The font pack ${name} is missing: run \`make fonts\``);
  }
}

// The baked fonts for tests; bakes them when they are missing.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DisplayClass } from '#hal/display/display';
import { packsOfClass } from '#ui/lcd/fonts/font-list';

class BakedFonts extends Map<string, Uint8Array> {
  override get(name: string): Uint8Array | undefined {
    const file = join(folder, `${name}.hsf`);
    if (!this.has(name) && existsSync(file)) this.set(name, readFileSync(file));
    return super.get(name);
  }
}

const root = join(import.meta.dirname, '../..');

const folder = join(root, 'build/fonts');

/** Those that the class needs, and whatever further script is asked for. */
export function fontsFor(displayClass: DisplayClass): ReadonlyMap<string, Uint8Array> {
  if (!existsSync(join(folder, 'index.json'))) execFileSync(process.execPath, [join(root, 'tools/bake-fonts.ts')]);
  return new BakedFonts(packsOfClass(displayClass).map((name) => [name, readFileSync(join(folder, `${name}.hsf`))]));
}

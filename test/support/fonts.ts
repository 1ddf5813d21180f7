// The baked fonts for tests; bakes them when they are missing.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DisplayClass } from '#hal/display/display';
import { packsOfClass } from '#ui/lcd/fonts/font-list';

const root = join(import.meta.dirname, '../..');

export function fontsFor(displayClass: DisplayClass): ReadonlyMap<string, Uint8Array> {
  const folder = join(root, 'build/fonts');
  if (!existsSync(join(folder, 'index.json'))) execFileSync(process.execPath, [join(root, 'tools/bake-fonts.ts')]);
  return new Map(packsOfClass(displayClass).map((name) => [name, readFileSync(join(folder, `${name}.hsf`))]));
}

// The font packs that the build baked, read from the disk.

import { readFileSync } from 'node:fs';

const directory = new URL('../../build/fonts/', import.meta.url);

/** `noto-sans-16` ... as `tools/bake-fonts.ts` names them. */
export function readFontPack(name: string): Uint8Array {
  try {
    return readFileSync(new URL(`${name}.font`, directory));
  } catch (cause) {
    throw new Error(`The font pack ${name} is missing: run \`make fonts\``, { cause });
  }
}

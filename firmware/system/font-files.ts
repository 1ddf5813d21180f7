// The font packs that the build baked: those that every screen needs in memory, those of further scripts read from the disk by parts.

import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { DisplayClass } from '#hal/display/display';
import { packsOfClass } from '#ui/lcd/fonts/font-list';
import type { FontFiles, PackBytes } from '#ui/lcd/fonts/font-pack';
import { resources } from './resources.ts';
import { StartError } from './start-error.ts';

/** A pack of which parts are read when they are asked for. The file stays open. */
class PackFile implements PackBytes {
  readonly byteLength: number;
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
    this.byteLength = fstatSync(file).size;
  }

  subarray(begin: number, end: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.byteLength) - begin));
    const read = readSync(this.#file, bytes, 0, bytes.length, begin);
    return bytes.subarray(0, read);
  }

  close(): void {
    closeSync(this.#file);
  }
}

export interface OpenFontFiles extends FontFiles, Disposable {}

/** Fails when a pack is missing that the display class needs. */
export function openFontFiles(displayClass: DisplayClass): OpenFontFiles {
  const needed = new Map(packsOfClass(displayClass).map((name) => [name, readPack(name)]));
  const opened = new Map<string, PackFile>();
  return {
    get(name: string): PackBytes | undefined {
      const pack = needed.get(name) ?? opened.get(name) ?? openPack(name);
      if (pack instanceof PackFile) opened.set(name, pack);
      return pack;
    },
    [Symbol.dispose](): void {
      for (const pack of opened.values()) pack.close();
      opened.clear();
    },
  };
}

function urlOf(name: string): URL {
  return new URL(`${name}.hsf`, resources.fonts);
}

function readPack(name: string): Uint8Array {
  try {
    return readFileSync(urlOf(name));
  } catch {
    throw new StartError(`The font pack ${name} is missing: run \`make fonts\``);
  }
}

function openPack(name: string): PackFile | undefined {
  try {
    return new PackFile(openSync(urlOf(name), 'r'));
  } catch {
    return undefined;
  }
}

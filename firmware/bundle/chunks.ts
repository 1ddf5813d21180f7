// Loads the parts of the bundle as CommonJS. As ECMAScript modules they would load much more of Node than they name: for its own modules
// Node then reads every export once, and behind some of them stand whole parts, such as a browser's `fetch`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { turn } from '../system/turn.ts';
import type { CodeCache } from './code-cache.ts';

type Load = (name: string) => unknown;
type Chunk = (exports: unknown, require: Load, module: { exports: unknown }, bundleUrl: string) => void;

export interface ChunksOptions {
  readonly directory: string;
  readonly cache: CodeCache;
  /** For Node's own modules and the native ones. */
  readonly require: Load;
}

interface Fresh {
  readonly name: string;
  readonly sourceSum: number;
  readonly script: Script;
}

export class Chunks {
  readonly #options: ChunksOptions;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #fresh: Fresh[] = [];

  constructor(options: ChunksOptions) {
    this.#options = options;
  }

  /** `./name.js` is a chunk; they may need each other in circles. */
  load(name: string): unknown {
    if (!name.startsWith('./') || !name.endsWith('.js')) return this.#options.require(name);
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.#modules.set(name, module);
    try {
      this.#run(name, module);
    } catch (error) {
      // What is asked for again is tried again.
      this.#modules.delete(name);
      throw error;
    }
    return module.exports;
  }

  /** Compiled code that was not there at this start is there at the next one. Others have their turn between two chunks. */
  async keepCode(): Promise<void> {
    for (const { name, sourceSum, script } of this.#fresh.splice(0)) {
      await turn();
      if (!this.#options.cache.write(name, sourceSum, script)) return;
    }
  }

  #run(name: string, module: { exports: unknown }): void {
    const path = join(this.#options.directory, name);
    const chunk = this.#script(name, path).runInThisContext() as Chunk;
    chunk(module.exports, (needed) => this.load(needed), module, pathToFileURL(path).href);
  }

  /** The bundle is ASCII, and a string of one byte a character. */
  #script(name: string, path: string): Script {
    const source = readFileSync(path);
    const sourceSum = crc32(source);
    const cachedData = this.#options.cache.read(name, sourceSum);
    const script = new Script(source.toString('latin1'), { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected === true) this.#fresh.push({ name, sourceSum, script });
    return script;
  }
}

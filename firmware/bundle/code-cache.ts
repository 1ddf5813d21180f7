// Compiled code kept from start to start. Node's own cache keeps every byte that it has read for as long as the process lives, which is
// 4 MB of this phone; here the bytes go when the code is made of them.

import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const headerBytes = 8;

/** One file for each chunk: the sum of the source it was made of, its own sum, and V8's bytes. V8 itself trusts them. */
export class CodeCache {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Undefined when there is none, or a loss of power left a part of it, or it belongs to another version of the chunk. */
  read(name: string, sourceSum: number): Buffer | undefined {
    try {
      const bytes = readFileSync(this.#file(name));
      const code = bytes.subarray(headerBytes);
      const whole = bytes.readUInt32LE(0) === sourceSum && bytes.readUInt32LE(4) === crc32(code);
      return whole ? code : undefined;
    } catch {
      return undefined;
    }
  }

  /** False where nothing can be written: it costs the next start some time, and nothing else. */
  write(name: string, sourceSum: number, script: Script): boolean {
    try {
      mkdirSync(this.#directory, { recursive: true });
      const half = `${this.#file(name)}.${process.pid}`;
      // V8 writes the code down for up to 20 ms: not before there is a place for it.
      const file = openSync(half, 'w', 0o644);
      try {
        const code = script.createCachedData();
        const header = Buffer.alloc(headerBytes);
        header.writeUInt32LE(sourceSum, 0);
        header.writeUInt32LE(crc32(code), 4);
        writeFileSync(file, header);
        writeFileSync(file, code);
      } finally {
        closeSync(file);
      }
      renameSync(half, this.#file(name));
      return true;
    } catch {
      return false;
    }
  }

  #file(name: string): string {
    return join(this.#directory, name);
  }
}

// The recordings that an administrator or person put beside the store: `rings/*.wav`, and what `rings/RINGLIST.DAT` or
// `RINGLIST.XML` lists.

import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRingList } from '#config/formats/cisco/ring-list';
import type { Recording } from '#media/messages';
import type { Log } from '#sip/ports';
import { isFileName, parseRingList, readRawRing } from './ring-list.ts';
import { largestFileBytes, type Read, readWaveFile } from './wave-file.ts';

export interface RecordedRing {
  readonly recording: Recording;
  /** Of `voip/ring/cadence`, counted from 1; 0: the recording's own rests. */
  readonly cadence: number;
}

const mostRings = 32;
/** Of the 7960, and of its later firmware. */
const lists = [
  ['RINGLIST.DAT', parseRingList],
  ['RINGLIST.XML', readRingList],
] as const;
const listBytes = 16_384;
const rawRingBytes = 32_768;
/** The recordings of the 7960 are the sounding part of a ring. */
const cadenceOfRawRings = 1;

export class RingLibrary {
  readonly #directory: string;
  readonly #log: Log;
  #rings: ReadonlyMap<string, RecordedRing> = new Map();

  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  get names(): readonly string[] {
    return [...this.#rings.keys()];
  }

  find(name: string): RecordedRing | undefined {
    return this.#rings.get(name);
  }

  /** Reads the directory anew. A file that cannot be taken is told in the log; without the directory there are no recordings. */
  async load(): Promise<void> {
    const rings = new Map<string, RecordedRing>();
    const files = await readdir(this.#directory).catch((): string[] => []);
    for (const file of files.filter((name) => /\.wav$/i.test(name)).sort()) {
      if (isFileName(file)) await this.#add(rings, file.slice(0, -4), file, 0, largestFileBytes, readWaveFile);
    }
    for (const [listName, read] of lists.filter(([name]) => files.includes(name))) {
      const list = await readSmallFile(join(this.#directory, listName), listBytes).catch(() => undefined);
      for (const { name, file } of read(new TextDecoder().decode(list)) ?? []) {
        await this.#add(rings, name, file, cadenceOfRawRings, rawRingBytes, readRawRing);
      }
    }
    this.#rings = rings;
  }

  async #add(
    rings: Map<string, RecordedRing>,
    name: string,
    file: string,
    cadence: number,
    most: number,
    read: (bytes: Uint8Array) => Read<Recording>,
  ): Promise<void> {
    if (rings.size >= mostRings) {
      this.#log.warn('system', `the ring ${file} is one too many`, { most: mostRings });
      return;
    }
    const bytes = await readSmallFile(join(this.#directory, file), most).catch((error: unknown) => String(error));
    const result: Read<Recording> = typeof bytes === 'string' ? { ok: false, reason: bytes } : read(bytes);
    if (result.ok) rings.set(name, { recording: result.value, cadence });
    else this.#log.warn('system', `the ring ${file} was not taken: ${result.reason}`);
  }
}

/** One byte more than is allowed, so that who judges it sees that it is too large. */
export async function readSmallFile(path: string, most: number): Promise<Uint8Array> {
  // A pipe in place of a file must not hold a thread until somebody writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error('not a file');
    const bytes = new Uint8Array(most + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return bytes.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

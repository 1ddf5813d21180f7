// What a process did to its files, step by step, and what a disk may hold when the power goes after any of the steps.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly file: string };

/** The library that a process is started with. */
export function buildRecorder(directory: string): string {
  const library = join(directory, 'file-recorder.so');
  const source = join(import.meta.dirname, 'fixtures', 'file-recorder.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return library;
}

export function readSteps(log: string): readonly Step[] {
  const bytes = readFileSync(log);
  const steps: Step[] = [];
  for (let at = 0; at + 32 <= bytes.length; ) {
    const [kind, pathLength, offset, length] = [0, 8, 16, 24].map((field) => Number(bytes.readBigUInt64LE(at + field))) as [
      number,
      number,
      number,
      number,
    ];
    const file = basename(bytes.subarray(at + 32, at + 32 + pathLength).toString());
    const data = bytes.subarray(at + 32 + pathLength, at + 32 + pathLength + length);
    at += 32 + pathLength + length;
    steps.push(stepOf(String.fromCharCode(kind), file, offset, data));
  }
  return steps;
}

function stepOf(kind: string, file: string, offset: number, data: Buffer): Step {
  switch (kind) {
    case 'W':
      return { kind: 'write', file, offset, data };
    case 'T':
      return { kind: 'truncate', file, size: offset };
    case 'S':
      return { kind: 'sync', file };
    case 'R':
      return { kind: 'rename', file, to: basename(data.toString()) };
    default:
      return { kind: 'unlink', file };
  }
}

const sectorBytes = 512;

/**
 * `lose` undefined: the process was killed, the system lived on. Else the power went: of what was not synchronised each sector is there or not, as
 * the function says, whatever the order in which it was written.
 */
export function diskAfter(steps: readonly Step[], lose: (() => boolean) | undefined): ReadonlyMap<string, Buffer> {
  const files = new Map<string, RecordedFile>();
  const fileOf = (name: string): RecordedFile => {
    const found = files.get(name) ?? new RecordedFile();
    files.set(name, found);
    return found;
  };
  for (const step of steps) {
    switch (step.kind) {
      case 'write':
        fileOf(step.file).write(step.offset, step.data);
        break;
      case 'truncate':
        fileOf(step.file).truncate(step.size);
        break;
      case 'sync':
        files.get(step.file)?.sync();
        break;
      case 'rename':
        files.set(step.to, fileOf(step.file));
        files.delete(step.file);
        break;
      case 'unlink':
        files.delete(step.file);
    }
  }
  return new Map([...files].map(([name, file]) => [name, file.surviving(lose)]));
}

class RecordedFile {
  #now: Buffer = Buffer.alloc(0);
  #safe: Buffer = Buffer.alloc(0);
  #unsafe = new Set<number>();

  write(offset: number, data: Buffer): void {
    const end = offset + data.length;
    const next = Buffer.alloc(Math.max(end, this.#now.length));
    this.#now.copy(next);
    data.copy(next, offset);
    this.#now = next;
    for (let sector = Math.floor(offset / sectorBytes); sector * sectorBytes < end; sector++) this.#unsafe.add(sector);
  }

  truncate(size: number): void {
    const next = Buffer.alloc(size);
    this.#now.copy(next, 0, 0, size);
    this.#now = next;
  }

  sync(): void {
    this.#safe = this.#now;
    this.#unsafe = new Set();
  }

  surviving(lose: (() => boolean) | undefined): Buffer {
    const bytes = Buffer.from(this.#now);
    if (lose === undefined) return bytes;
    for (const sector of this.#unsafe) {
      if (!lose()) continue;
      const [start, end] = [sector * sectorBytes, Math.min((sector + 1) * sectorBytes, bytes.length)];
      // What stood there before, or nothing.
      bytes.fill(0, start, end);
      if (start < this.#safe.length) this.#safe.copy(bytes, start, start, Math.min(end, this.#safe.length));
    }
    return bytes;
  }
}

export function layOut(files: ReadonlyMap<string, Buffer>, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes, { mode: 0o600 });
}

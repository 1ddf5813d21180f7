// Takes entries of an archive one by one, and says why one is left out.

import type { ArchivedFile, ArchiveLimits, SkippedEntry } from './archive.ts';

const mostSkipped = 100;

export class Gathering {
  readonly #limits: ArchiveLimits;
  readonly #files = new Map<string, ArchivedFile>();
  readonly #skipped: SkippedEntry[] = [];
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  get files(): readonly ArchivedFile[] {
    return [...this.#files.values()];
  }

  get skipped(): readonly SkippedEntry[] {
    return this.#skipped;
  }

  skip(name: string, why: string): void {
    if (this.#skipped.length < mostSkipped) this.#skipped.push({ name: name.slice(0, 120), why });
  }

  /**
   * `size`: as the archive says, looked at before anything is unpacked; `unpack` gives undefined when it is not so, or the content is
   * spoiled. A path that leads out of the archive is left out rather than made harmless: somebody meant harm.
   */
  take(path: string, size: number, unpack: () => Uint8Array | undefined): void {
    if (path.endsWith('/')) return;
    const name = bareName(path);
    const reason = this.#objection(name, size);
    const bytes = reason === undefined ? unpack() : undefined;
    if (name === undefined || bytes === undefined) {
      this.skip(path, reason ?? 'its content is spoiled');
      return;
    }
    this.#bytes += size;
    this.#files.set(name, { name, bytes });
  }

  #objection(name: string | undefined, size: number): string | undefined {
    const { mostFiles, mostBytesOfFile, mostBytes } = this.#limits;
    if (name === undefined) return 'its name is not allowed';
    if (this.#files.size >= mostFiles) return `there are more than ${mostFiles} files`;
    if (size > mostBytesOfFile) return `it is larger than ${mostBytesOfFile} bytes`;
    return this.#bytes + size > mostBytes ? `all files are larger than ${mostBytes} bytes` : undefined;
  }
}

function bareName(path: string): string | undefined {
  const steps = path.split('/');
  const name = steps.at(-1) ?? '';
  if (path.startsWith('/') || path.includes('\\') || steps.includes('..')) return undefined;
  return /^[\p{L}\p{N}_][\p{L}\p{N}_. ()-]{0,99}$/u.test(name) ? name : undefined;
}

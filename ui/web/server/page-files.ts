// The pages' files, as they were built: a fixed list by name, so that no path from outside ever reaches a disk.

export interface PageFile {
  readonly type: string;
  /** Compressed already when `encoding` says so. */
  readonly bytes: Uint8Array;
  readonly encoding: 'gzip' | undefined;
  /** Entity tag (RFC 9110 §8.8.3): who has it already is not sent it again. */
  readonly tag: string;
  /** Its name holds a digest of its content: it never changes. */
  readonly immutable: boolean;
}

/** By the path that is asked for, `/` and `/app-3fa9.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

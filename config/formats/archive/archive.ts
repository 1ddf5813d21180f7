// What is taken out of an archive that came from outside: plain files by their bare names, few and small.

import { gunzipSync } from 'node:zlib';
import { isTar, readTar } from './read-tar.ts';
import { isZip, readZip } from './read-zip.ts';

export interface ArchivedFile {
  /** Without directories: `rings/chime.wav` is `chime.wav`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SkippedEntry {
  readonly name: string;
  readonly why: string;
}

export interface ArchiveLimits {
  readonly mostFiles: number;
  readonly mostBytesOfFile: number;
  /** Of all files together, unpacked. */
  readonly mostBytes: number;
}

export type ArchiveResult =
  | { readonly ok: true; readonly files: readonly ArchivedFile[]; readonly skipped: readonly SkippedEntry[] }
  /** Nothing of it counts. */
  | { readonly ok: false; readonly problem: string };

/** Ring tones of a site: AudioCodes manual p. 73. */
export const ringLimits: ArchiveLimits = { mostFiles: 64, mostBytesOfFile: 2 * 1024 * 1024, mostBytes: 16 * 1024 * 1024 };

/** Zip, tar, or tar in gzip. Nothing is thrown. */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits): ArchiveResult {
  if (isZip(bytes)) return readZip(bytes, limits);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readCompressed(bytes, limits);
  return isTar(bytes) ? readTar(bytes, limits) : { ok: false, problem: 'The file is neither a zip nor a tar archive.' };
}

function readCompressed(bytes: Uint8Array, limits: ArchiveLimits): ArchiveResult {
  try {
    // Headers and padding come on top of the files: at most three blocks each.
    const content = gunzipSync(bytes, { maxOutputLength: limits.mostBytes + (limits.mostFiles + 2) * 2048 });
    return isTar(content) ? readTar(content, limits) : { ok: false, problem: 'The compressed file holds no tar archive.' };
  } catch {
    return { ok: false, problem: 'The compressed file is spoiled, not whole, or too large when it is unpacked.' };
  }
}

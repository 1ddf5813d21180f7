// Reads zip archives by their directory (APPNOTE 6.3.9 §4.3): stored and deflated entries, each with its checksum. What is encrypted, spans
// disks or is larger than 4 GB is left out.

import { crc32, inflateRawSync } from 'node:zlib';
import type { ArchiveLimits, ArchiveResult } from './archive.ts';
import { Gathering } from './gather.ts';

const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 65_535;
const unixLink = 0o12;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

export function readZip(bytes: Uint8Array, limits: ArchiveLimits): ArchiveResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return { ok: false, problem: 'The archive has no directory: it is not whole.' };
  const gathering = new Gathering(limits);
  let at = view.getUint32(end + 16, true);
  for (let entries = view.getUint16(end + 10, true); entries > 0; entries--) {
    if (at + entryBytes > end || view.getUint32(at, true) !== 0x02014b50)
      return { ok: false, problem: 'The directory of the archive is spoiled.' };
    const nameBytes = view.getUint16(at + 28, true);
    takeEntry(
      gathering,
      bytes,
      view,
      at,
      Buffer.from(bytes.subarray(at + entryBytes, at + entryBytes + nameBytes)).toString('utf8'),
    );
    at += entryBytes + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return { ok: true, files: gathering.files, skipped: gathering.skipped };
}

/** At the end of the file, but for a comment. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= 0 && at >= last - longestComment; at--) {
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint16(at + 20, true) === last - at) return at;
  }
  return undefined;
}

function takeEntry(gathering: Gathering, bytes: Uint8Array, view: DataView, at: number, name: string): void {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 24, true);
  if ((flags & 1) !== 0) gathering.skip(name, 'it is encrypted');
  else if (method !== 0 && method !== 8) gathering.skip(name, 'it is compressed in a way that is not known here');
  else if (view.getUint32(at + 38, true) >>> 28 === unixLink) gathering.skip(name, 'it is a link or a device');
  else gathering.take(name, size, () => contentOf(bytes, view, at, method, size));
}

/** Undefined when it is not what the directory says. */
function contentOf(bytes: Uint8Array, view: DataView, at: number, method: number, size: number): Uint8Array | undefined {
  const packedBytes = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (local + localBytes > bytes.length || view.getUint32(local, true) !== 0x04034b50) return undefined;
  const start = local + localBytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedBytes > bytes.length) return undefined;
  const packed = bytes.subarray(start, start + packedBytes);
  const content = method === 0 ? packed : inflated(packed, size);
  return content?.length === size && crc32(content) === view.getUint32(at + 16, true) ? content : undefined;
}

function inflated(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return undefined;
  }
}

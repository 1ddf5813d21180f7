// Reads tar archives: the POSIX header (ustar) and GNU's long names. Links, devices and whatever else is no plain file are left out.

import type { ArchiveLimits, ArchiveResult } from './archive.ts';
import { Gathering } from './gather.ts';

const blockBytes = 512;
const longestName = 4096;

export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= blockBytes && textAt(bytes, 257, 5) === 'ustar' && checksumFits(bytes, 0);
}

export function readTar(bytes: Uint8Array, limits: ArchiveLimits): ArchiveResult {
  const gathering = new Gathering(limits);
  let longName: string | undefined;
  let at = 0;
  while (at + blockBytes <= bytes.length && bytes[at] !== 0) {
    const size = sizeAt(bytes, at);
    const start = at + blockBytes;
    if (!checksumFits(bytes, at) || size === undefined) return { ok: false, problem: 'A header of the archive is spoiled.' };
    if (start + size > bytes.length) return { ok: false, problem: 'The archive is not whole.' };
    const content = bytes.subarray(start, start + size);
    const kind = String.fromCharCode(bytes[at + 156] ?? 0);
    if (kind === 'L') longName = size > longestName ? '..' : textAt(content, 0, size);
    else {
      takeEntry(gathering, longName ?? nameAt(bytes, at), kind, content);
      longName = undefined;
    }
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  return { ok: true, files: gathering.files, skipped: gathering.skipped };
}

function takeEntry(gathering: Gathering, name: string, kind: string, content: Uint8Array): void {
  // 5 is a directory; x and g are attributes of files and say nothing that is needed here.
  if ('5xg'.includes(kind)) return;
  if (kind === '0' || kind === '\0') gathering.take(name, content.length, () => content);
  else gathering.skip(name, 'it is a link or a device');
}

function nameAt(bytes: Uint8Array, at: number): string {
  const prefix = textAt(bytes, at + 345, 155);
  const name = textAt(bytes, at, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal, as tar writes numbers; sizes over 8 GB, which are written otherwise, nobody sends a phone. */
function sizeAt(bytes: Uint8Array, at: number): number | undefined {
  const text = textAt(bytes, at + 124, 12).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** The sum of the header, its own place counted as blanks. */
function checksumFits(bytes: Uint8Array, at: number): boolean {
  const said = Number.parseInt(textAt(bytes, at + 148, 8).trim(), 8);
  let sum = 0;
  for (let i = 0; i < blockBytes; i++) sum += i >= 148 && i < 156 ? 0x20 : (bytes[at + i] ?? 0);
  return sum === said;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

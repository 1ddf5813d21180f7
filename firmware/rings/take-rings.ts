// What becomes of a file of rings, whoever brings it: one recording, or an archive of them, with a list of the Cisco phones or without.

import { type ArchivedFile, readArchive, ringLimits } from '#config/formats/archive/archive';
import { readRingList, writeRingList } from '#config/formats/cisco/ring-list';
import { decodeText } from '#config/formats/decode-text';
import { kindOfFile } from '#config/formats/file-kind';
import type { FilesTaken } from '#ui/administration/media-files';

/** Where rings are kept. */
export interface RingStore {
  /** WAV files by the names of their rings. */
  keepRings(files: readonly ArchivedFile[]): Promise<FilesTaken>;
  keepRingList(list: string, recordings: readonly ArchivedFile[]): Promise<FilesTaken>;
}

function ringName(file: string): string {
  return file.replace(/\.wav$/i, '');
}

/** `fileName`: of a recording that comes alone. */
export async function takeRings(bytes: Uint8Array, fileName: string, rings: RingStore): Promise<FilesTaken> {
  const kind = kindOfFile(bytes);
  if (kind === 'recording') return await rings.keepRings([{ name: ringName(fileName), bytes }]);
  if (kind !== 'archive' && kind !== 'compressed') return nothingOf(fileName, 'The file is neither a recording nor an archive.');
  const archive = readArchive(bytes, ringLimits);
  if (!archive.ok) return nothingOf(fileName, archive.problem);
  const list = archive.files.find(({ name }) => /^ringlist\.(?:dat|xml)$/i.test(name));
  const listed = list === undefined ? [] : (readRingList(decodeText(list.bytes)) ?? []);
  const names = new Set(listed.map(({ file }) => file));
  const [recordings, others] = [
    archive.files.filter(({ name }) => names.has(name)),
    archive.files.filter((file) => file !== list && !names.has(file.name)),
  ];
  const parts = [
    listed.length === 0 ? nothing : await rings.keepRingList(writeRingList(listed), recordings),
    await rings.keepRings(others.map((file) => ({ ...file, name: ringName(file.name) }))),
  ];
  return {
    taken: parts.flatMap(({ taken }) => taken),
    refused: [...archive.skipped, ...parts.flatMap(({ refused }) => refused)],
  };
}

const nothing: FilesTaken = { taken: [], refused: [] };

function nothingOf(name: string, why: string): FilesTaken {
  return { taken: [], refused: [{ name, why }] };
}

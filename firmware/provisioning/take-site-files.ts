// What becomes of files that the settings name: speed dials go into the store, rings into their directory.

import { type ArchivedFile, readArchive, ringLimits } from '#config/formats/archive/archive';
import { readRingList, writeRingList } from '#config/formats/cisco/ring-list';
import { decodeText } from '#config/formats/decode-text';
import { kindOfFile } from '#config/formats/file-kind';
import { readConfigurationFile } from '#config/formats/read-file';
import type { MediaFiles } from '#ui/administration/media-files';
import type { ApplyTarget } from './apply.ts';

/** Resolves to what was not taken. */
export async function takeSpeedDials(bytes: Uint8Array, from: string, store: ApplyTarget): Promise<readonly string[]> {
  const read = readConfigurationFile(bytes);
  if (!read.ok) return [read.text];
  // A configuration would come in by a door that asks for no protection.
  if (read.format !== 'speedDials') return ['The file is no list of speed dials.'];
  const result = await store.change(read.changes, 'provisioning', from);
  const refused = read.remarks.filter(({ reason }) => reason !== 'noEffectYet').map(({ line, text }) => `line ${line}: ${text}`);
  return result.ok ? refused : ['The speed dials could not be stored.'];
}

/** Where rings are kept. */
export interface RingStore extends Pick<MediaFiles, 'storeRing'> {
  storeRingList(list: string, recordings: readonly ArchivedFile[]): Promise<void>;
}

/** An archive of recordings, with a list of the Cisco phones or without, or one recording. Resolves to what was not taken. */
export async function takeRings(bytes: Uint8Array, from: string, rings: RingStore): Promise<readonly string[]> {
  const kind = kindOfFile(bytes);
  if (kind === 'recording') return storeRings([{ name: from.split('/').at(-1) ?? '', bytes }], rings);
  if (kind !== 'archive' && kind !== 'compressed') return ['The file is neither a recording nor an archive.'];
  const archive = readArchive(bytes, ringLimits);
  if (!archive.ok) return [archive.problem];
  const skipped = archive.skipped.map(({ name, why }) => `${name}: ${why}`);
  const list = archive.files.find(({ name }) => /^ringlist\.(?:dat|xml)$/i.test(name));
  const listed = list === undefined ? [] : (readRingList(decodeText(list.bytes)) ?? []);
  const names = new Set(listed.map(({ file }) => file));
  if (listed.length > 0)
    await rings.storeRingList(
      writeRingList(listed),
      archive.files.filter(({ name }) => names.has(name)),
    );
  const others = archive.files.filter((file) => file !== list && !names.has(file.name));
  return [...skipped, ...(await storeRings(others, rings))];
}

async function storeRings(files: readonly ArchivedFile[], rings: RingStore): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { name, bytes } of files) {
    const stored = await rings.storeRing(name.replace(/\.wav$/i, ''), bytes);
    if (!stored.ok) refused.push(`${name}: expected ${stored.expected}`);
  }
  return refused;
}

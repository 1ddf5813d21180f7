// What becomes of files that the settings name: speed dials go into the store, rings into their directory.

import { type ArchivedFile, readArchive, ringLimits } from '#config/formats/archive/archive';
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

/** An archive of recordings, or one. Resolves to what was not taken. */
export async function takeRings(
  bytes: Uint8Array,
  from: string,
  rings: Pick<MediaFiles, 'storeRing'>,
): Promise<readonly string[]> {
  const kind = kindOfFile(bytes);
  if (kind === 'recording') return storeRings([{ name: from.split('/').at(-1) ?? '', bytes }], rings);
  if (kind !== 'archive' && kind !== 'compressed') return ['The file is neither a recording nor an archive.'];
  const archive = readArchive(bytes, ringLimits);
  if (!archive.ok) return [archive.problem];
  const skipped = archive.skipped.map(({ name, why }) => `${name}: ${why}`);
  return [...skipped, ...(await storeRings(archive.files, rings))];
}

async function storeRings(files: readonly ArchivedFile[], rings: Pick<MediaFiles, 'storeRing'>): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { name, bytes } of files) {
    const stored = await rings.storeRing(name.replace(/\.wav$/i, ''), bytes);
    if (!stored.ok) refused.push(`${name}: expected ${stored.expected}`);
  }
  return refused;
}

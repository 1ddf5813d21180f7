// What becomes of files that the settings name: speed dials go into the store, rings into their directory.

import { readConfigurationFile } from '#config/formats/read-file';
import type { LanguageFiles } from '#ui/administration/languages';
import { type RingStore, takeRings } from '../rings/take-rings.ts';
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

/** Resolves to what was not taken; nothing of what is no language file. */
export async function takeLanguage(
  bytes: Uint8Array,
  from: string,
  languages: Pick<LanguageFiles, 'storeLanguage'>,
): Promise<readonly string[]> {
  const stored = await languages.storeLanguage(bytes);
  if (!stored.ok) return [`${from}: expected ${stored.expected}`];
  return stored.refused.map(({ name, why }) => `${name}: ${why}`);
}

/** Resolves to what was not taken. */
export async function takeSiteRings(bytes: Uint8Array, from: string, rings: RingStore): Promise<readonly string[]> {
  const { refused } = await takeRings(bytes, from.split('/').at(-1) ?? '', rings);
  return refused.map(({ name, why }) => `${name}: ${why}`);
}

// The settings as a file of our own format, or the speed dials in theirs, under a pass phrase if there is one. Its key takes a tenth of a
// second by intent, so that this is a job for the background: what it is given is plain data.

import { writeAudiocodes } from '#config/formats/audiocodes/write-audiocodes';
import { encryptFile } from '#config/formats/encryption/file';
import { keyOfPhrase } from '#config/formats/encryption/keys';
import { writeSpeedDials } from '#config/formats/speed-dial/write-speed-dials';
import { findParameter, type StoredValue } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Setting } from '#config/store';
import type { BackupExtent } from '#ui/administration/backup';

export interface PlainSetting {
  readonly path: string;
  /** Of a secret too: threads share the memory of one process. */
  readonly value: StoredValue;
  readonly source: Setting['source'];
}

export interface BackupContents {
  readonly settings: readonly PlainSetting[];
  readonly extent: BackupExtent;
  readonly heading: readonly string[];
  /** Empty: secrets are left out, and nothing is encrypted. */
  readonly passphrase: string;
}

export function plainSetting({ parameter: { path }, value, source }: Setting): PlainSetting {
  return { path, value: value instanceof Secret ? value.reveal() : value, source };
}

export function writtenBackup(contents: BackupContents): Uint8Array {
  const { passphrase } = contents;
  const bytes = Buffer.from(textOf(contents), 'utf8');
  return passphrase === '' ? bytes : encryptFile(bytes, passphrase);
}

function textOf({ settings, extent, heading, passphrase }: BackupContents): string {
  const written = settings.flatMap(settingOf);
  if (extent === 'speedDials') return writeSpeedDials(written);
  return writeAudiocodes(written, { extent, heading, ...(passphrase === '' ? {} : { key: keyOfPhrase(passphrase) }) });
}

function settingOf({ path, value, source }: PlainSetting): readonly Setting[] {
  const parameter = findParameter(path);
  if (parameter === undefined) return [];
  return [{ parameter, source, value: parameter.declaration.secret === true ? new Secret(String(value)) : value }];
}

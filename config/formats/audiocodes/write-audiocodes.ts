// Writes settings as a configuration file, `path=value`: all of them, or only what was set.

import { Secret } from '../../secrets.ts';
import type { Setting } from '../../store.ts';
import { writeValue } from '../../value.ts';
import { sealValue } from '../encryption/value.ts';
import { quotedIfNeeded } from './quoting.ts';

export interface WriteOptions {
  /** `full` names every parameter, `delta` those that were set. */
  readonly extent: 'full' | 'delta';
  /** Secrets are written encrypted under it (32 bytes); without one they are left out. */
  readonly key?: Uint8Array;
  /** Lines at the head, without their mark. */
  readonly heading?: readonly string[];
}

/** Reading it back gives the same settings, but for secrets that were left out. */
export function writeAudiocodes(settings: readonly Setting[], { extent, key, heading = [] }: WriteOptions): string {
  const lines = settings.flatMap((setting) => lineOf(setting, extent, key) ?? []);
  return [...heading.map((line) => `# ${line}`), ...lines, ''].join('\n');
}

function lineOf(
  { parameter, value, source }: Setting,
  extent: WriteOptions['extent'],
  key: Uint8Array | undefined,
): string | undefined {
  const { path, declaration, inherits } = parameter;
  const isSet = source === 'stored' || source === 'commandLine';
  if (!isSet && extent === 'delta') return undefined;
  // Nothing after the sign is "as inherited".
  if (!isSet && inherits !== undefined) return `${path}=`;
  if (value instanceof Secret) return secretLine(path, value, key);
  const text = writeValue(declaration, value);
  // An empty text that was set where the factory has one needs its marks: nothing would be the factory's.
  if (text === '') return parameter.default === '' ? `${path}=` : `${path}=""`;
  return `${path}=${quotedIfNeeded(text)}`;
}

function secretLine(path: string, value: Secret<string>, key: Uint8Array | undefined): string {
  if (value.reveal() === '') return `${path}=`;
  return key === undefined ? `# ${path}: secret, left out` : `${path}={"${sealValue(value.reveal(), key)}"}`;
}

// Settings as configuration files write them, fit to be shown: a secret is stars, or empty when there is none.

import { Secret } from './secrets.ts';
import type { Source } from './settings.ts';
import type { Setting } from './store.ts';
import { writeValue } from './value.ts';

export interface SettingLine {
  readonly path: string;
  readonly text: string;
  readonly source: Source;
}

/** `store.settings(prefix)` for people's eyes: the console's `show config`. */
export function settingLines(settings: readonly Setting[]): readonly SettingLine[] {
  return settings.map(({ parameter, value, source }) => ({ path: parameter.path, text: textOf(parameter, value), source }));
}

function textOf({ declaration }: Setting['parameter'], value: Setting['value']): string {
  if (value instanceof Secret) return value.reveal() === '' ? '' : '***';
  return writeValue(declaration, value);
}

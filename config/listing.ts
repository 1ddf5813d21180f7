// Settings as configuration files write them, fit to be shown: a secret is stars, or empty when there is none.

import { Secret } from './secrets.ts';
import type { Setting } from './store.ts';
import { writeValue } from './value.ts';

export interface SettingLine {
  readonly path: string;
  readonly text: string;
  /** Where the value comes from, and whether anything acts on it: `stored`, `default, no effect yet`. */
  readonly source: string;
}

/** `store.settings(prefix)` for people's eyes: the console's `show config`. */
export function settingLines(settings: readonly Setting[]): readonly SettingLine[] {
  return settings.map(({ parameter, value, source }) => ({
    path: parameter.path,
    text: textOf(parameter, value),
    source: parameter.declaration.noEffectYet === true ? `${source}, no effect yet` : source,
  }));
}

function textOf({ declaration }: Setting['parameter'], value: Setting['value']): string {
  if (value instanceof Secret) return value.reveal() === '' ? '' : '***';
  return writeValue(declaration, value);
}

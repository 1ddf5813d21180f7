// What the values of parameters are called on the screen.

import type { IntegerDeclaration } from '#config/declaration';
import { findParameter, type StoredValue } from '#config/schema';
import type { Strings } from '../../text/strings.ts';
import type { ViewInput } from '../screens/view.ts';
import type { ParameterEntry } from './entry.ts';

/** A value of a choice in the person's words; one without a word stands as it is written in files. */
export function choiceWord(text: Strings, value: string, own?: ParameterEntry['valueWord']): string {
  if (own !== undefined) return own(text, value);
  const words: Readonly<Record<string, string | undefined>> = text.choices;
  return words[value.toLowerCase().replaceAll(/[^a-z0-9]/g, '')] ?? value;
}

function numberText(text: Strings, value: number, { unit, unused }: IntegerDeclaration): string {
  const words: Readonly<Record<string, string | undefined>> = text.units;
  if (value === unused) return text.settings.notSet;
  return unit === undefined ? String(value) : `${value} ${words[unit] ?? unit}`;
}

/** The value as a row shows it; of a secret only whether there is one. */
export function valueText({ text, settings }: ViewInput, path: string, own?: ParameterEntry['valueWord']): string {
  const declaration = findParameter(path)?.declaration;
  if (declaration === undefined) return '';
  if (declaration.secret === true) return settings.isSet(path) ? '****' : text.settings.notSet;
  const value: StoredValue = settings.value(path) ?? declaration.default;
  if (typeof value === 'boolean') return value ? text.menu.on : text.menu.off;
  if (declaration.type === 'integer') return numberText(text, Number(value), declaration);
  if (('enum' in declaration && declaration.enum !== undefined) || own !== undefined) return choiceWord(text, String(value), own);
  return value === '' ? text.settings.notSet : String(value);
}

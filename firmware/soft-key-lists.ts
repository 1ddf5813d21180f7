// The administrator's lists of soft keys; what in them cannot be read, or is nothing that this phone has, is reported, and the rest holds.

import { parseExtendedFunction, partyOf } from '#config/formats/spa/extended-function';
import { readKeyList } from '#config/scripts/key-list';
import type { SoftKeyChoice, SoftKeyLists, SoftKeyState } from '#ui/lcd/soft-key-choice';
import { softKeyKeywords } from '#ui/lcd/soft-key-lists';
import type { Parameters } from './lines/line-settings.ts';

const paths = {
  idle: 'personal_settings/soft_keys/idle',
  missed_calls: 'personal_settings/soft_keys/missed_calls',
  off_hook: 'personal_settings/soft_keys/off_hook',
  dialing: 'personal_settings/soft_keys/dialing',
  progressing: 'personal_settings/soft_keys/progressing',
  ringing: 'personal_settings/soft_keys/ringing',
  connected: 'personal_settings/soft_keys/connected',
  hold: 'personal_settings/soft_keys/hold',
  transfer: 'personal_settings/soft_keys/transfer',
  conferencing: 'personal_settings/soft_keys/conferencing',
  releasing: 'personal_settings/soft_keys/releasing',
} as const satisfies Readonly<Record<SoftKeyState, string>>;

const ownKeys = 16;

export function softKeyLists(parameters: Parameters, report: (path: string, problem: string) => void): SoftKeyLists {
  if (!parameters.get('personal_settings/soft_keys/enabled')) return {};
  const own = ownSoftKeys(parameters, report);
  const lists: Partial<Record<SoftKeyState, readonly SoftKeyChoice[]>> = {};
  for (const [state, path] of Object.entries(paths)) {
    const { entries, problems } = readKeyList(parameters.get(path));
    for (const { at, expected } of problems) report(path, `${expected} expected at character ${at + 1}`);
    const choices = entries.flatMap(({ keyword, position }): readonly SoftKeyChoice[] => {
      const word = keyword.toLowerCase();
      if (softKeyKeywords.has(word)) return [{ keyword: word, position }];
      const chosen = own.get(word);
      if (chosen !== undefined) return [{ keyword: word, position, own: chosen }];
      report(path, `${keyword} is no soft key of this phone`);
      return [];
    });
    if (choices.length > 0) lists[state as SoftKeyState] = choices;
  }
  return lists;
}

function ownSoftKeys(
  parameters: Parameters,
  report: (path: string, problem: string) => void,
): ReadonlyMap<string, { readonly label: string; readonly number: string }> {
  const keys = new Map<string, { readonly label: string; readonly number: string }>();
  for (let index = 0; index < ownKeys; index++) {
    const text = parameters.get(`personal_settings/soft_keys/own/${index}/function`);
    if (text === '') continue;
    const script = parseExtendedFunction(text);
    const number = script === undefined ? '' : partyOf(script);
    if (script?.types.includes('sd') === true && number !== '') {
      keys.set(`psk${index + 1}`, { label: script.fields.get('nme') || number, number });
    } else {
      report(`personal_settings/soft_keys/own/${index}/function`, 'fnc=sd with ext= expected');
    }
  }
  return keys;
}

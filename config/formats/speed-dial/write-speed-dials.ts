// Writes the keys that dial as the speed dial file of the AudioCodes phones: `key,number,0`, and the label where there is one.

import type { Setting } from '../../store.ts';

/** `settings`: those under `personal_settings/functional_key`. Keys that do something else than dial are left out. */
export function writeSpeedDials(settings: readonly Setting[]): string {
  const values = new Map(settings.map(({ parameter, value }) => [parameter.path, String(value)]));
  const keys = settings.filter(({ parameter }) => parameter.pattern === 'personal_settings/functional_key/N/type');
  return keys
    .filter(({ value }) => value === 'SPEED_DIAL')
    .map(({ parameter }) => {
      const base = parameter.path.replace(/type$/, '');
      const label = values.get(`${base}key_label`) ?? '';
      const fields = [String((parameter.index ?? 0) + 1), field(values.get(`${base}speed_dial_number`) ?? ''), '0'];
      return `${[...fields, ...(label === '' ? [] : [field(label)])].join(',')}\n`;
    })
    .join('');
}

function field(text: string): string {
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

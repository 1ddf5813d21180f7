// A list of speed dials: `<memory key>,<number>,<type>`, the type 0. AudioCodes §3.2.3.1.2; a name may stand behind it.

import { longestOfContact, type SpeedDial } from '#ui/directory-snapshot';
import { cleanContact, cleanNumber } from '../contact.ts';
import { readCsv } from './csv.ts';

export interface SpeedDialsRead {
  readonly dials: readonly SpeedDial[];
  readonly refused: readonly { readonly line: number; readonly reason: 'key' | 'number' | 'type' }[];
}

const largestBytes = 64 * 1024;
const mostRows = 200;

/** The last row for a key counts. Keys that there are not on this phone are told as well. */
export function readSpeedDials(bytes: Uint8Array, keys: number): SpeedDialsRead {
  const text = new TextDecoder().decode(bytes.subarray(0, largestBytes));
  const dials = new Map<number, SpeedDial>();
  const refused: { line: number; reason: 'key' | 'number' | 'type' }[] = [];
  for (const { line, cells } of readCsv(text, mostRows)) {
    const [keyText = '', numberText = '', type = '', name = ''] = cells;
    const key = /^\d{1,3}$/.test(keyText) ? Number(keyText) : 0;
    const number = cleanNumber(numberText);
    if (key < 1 || key > keys) refused.push({ line, reason: 'key' });
    else if (number === '' || number.length > longestOfContact.number) refused.push({ line, reason: 'number' });
    else if (type !== '0' && type !== '') refused.push({ line, reason: 'type' });
    else dials.set(key, { key, number, name: cleanContact({ name }).name });
  }
  return { dials: [...dials.values()].sort((a, b) => a.key - b.key), refused };
}

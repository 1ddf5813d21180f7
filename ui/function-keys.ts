// The programmable keys as a person has them: which key of the board is which of the settings, and how many pages there are.

import type { FunctionKeySnapshot } from './function-keys-snapshot.ts';

/** Function keys of one page: as many as the board may have. */
export const keysOnPage = 12;
/** AudioCodes tables 3-8 and 3-9: the line keys come behind the first page. */
export const firstLineKey = 12;
export const lineKeyCount = 6;
const firstOfSecondPage: number = firstLineKey + lineKeyCount;
const last = 81;
export const mostKeyPages: number = 1 + Math.ceil((last + 1 - firstOfSecondPage) / keysOnPage);

/** Which of the settings the key at this place of the page is; undefined beyond the last. */
export function functionKeyIndex(page: number, place: number): number | undefined {
  const index = page === 0 ? place : firstOfSecondPage + (page - 1) * keysOnPage + place;
  return place >= 0 && place < keysOnPage && index <= last ? index : undefined;
}

/** Counted from 1, as a person counts: line keys by themselves, function keys through all pages. */
export function keyNumber(index: number): number {
  if (index < firstLineKey) return index + 1;
  return isLineKey(index) ? index - firstLineKey + 1 : index - lineKeyCount + 1;
}

export function isLineKey(index: number): boolean {
  return index >= firstLineKey && index < firstOfSecondPage;
}

/** Up to the last key that means something; at least one page. */
export function keyPageCount(keys: readonly FunctionKeySnapshot[]): number {
  const used = keys.filter(({ kind, index }) => kind !== 'empty' && !isLineKey(index));
  const highest = Math.max(0, ...used.map(({ index }) => keyNumber(index) - 1));
  return 1 + Math.floor(highest / keysOnPage);
}

export function keyAt(keys: readonly FunctionKeySnapshot[], index: number | undefined): FunctionKeySnapshot | undefined {
  return keys.find((key) => key.index === index);
}

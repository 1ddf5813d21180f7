// What the screen calls a mode: its first letters, as they would be written.

import { alphabets, nativeAlphabet } from './alphabets.ts';
import type { EntryMode } from './field.ts';

export function modeLabel(mode: EntryMode, language: string): string {
  if (mode === 'digits') return '123';
  if (mode === 'search') return 'T9';
  const name = mode.startsWith('native') ? nativeAlphabet(language) : undefined;
  const { keys } = alphabets[name ?? 'latin'];
  // Hebrew keys begin at 3.
  const letters = (name === 'hebrew' ? keys[1] : keys[0]).slice(0, 3);
  if (mode.endsWith('pper')) return letters.toUpperCase();
  return mode.endsWith('itle') ? letters.charAt(0).toUpperCase() + letters.slice(1) : letters;
}

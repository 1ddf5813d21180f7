// Finds parameters by the words in their path, title, help and other vendors' names.

import type { Entry } from './parameter-book.ts';

function aliasesOf({ declaration: { aliases } }: Entry): string {
  return aliases === undefined ? '' : Object.values(aliases).flat().join(' ');
}

function textOf(entry: Entry): string {
  const { title, help } = entry.declaration;
  // A name with its index is found as another vendor writes it.
  const numbered = entry.index === undefined ? '' : aliasesOf(entry).replaceAll('{n}', String(entry.index + 1));
  return `${entry.path} ${title} ${help} ${aliasesOf(entry)} ${numbered}`.toLowerCase();
}

/** The words all stand somewhere; those whose title begins with them come first. At most `limit`. */
export function search(entries: readonly Entry[], text: string, limit: number): readonly Entry[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = entries.filter((entry) => {
    const within = textOf(entry);
    return words.every((word) => within.includes(word));
  });
  const rank = ({ declaration, path, index }: Entry): number => {
    const title = declaration.title.toLowerCase();
    const best = title.startsWith(wanted) ? 0 : title.includes(wanted) ? 1 : path.includes(wanted) ? 2 : 3;
    return best + (index ?? 0) / 1000;
  };
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit);
}

/** Whether somebody has set it to something else than what it would be. */
export function isModified({ state }: Entry): boolean {
  return state.source === 'stored' || state.source === 'commandLine';
}

// Which soft keys a state has: `redial|1;dir|2;cfwd;psk1|4`. SPA5xx administration guide, programmable soft keys. An entry that cannot be read
// is told of and passed over; the others hold.

import type { ScriptProblem } from './script-reader.ts';

export interface KeyListEntry {
  readonly keyword: string;
  /** Counted from 1; undefined: the next that is free. */
  readonly position: number | undefined;
}

export interface KeyList {
  readonly entries: readonly KeyListEntry[];
  readonly problems: readonly ScriptProblem[];
}

const mostCharacters = 512;
const mostPosition = 16;
const form = /^\s*([A-Za-z][A-Za-z0-9_]{0,31})\s*(?:\|\s*(\d{1,2})?\s*)?$/;

/** A keyword that comes twice, or a place that is taken, is a problem of the later one. */
export function readKeyList(text: string): KeyList {
  const entries: KeyListEntry[] = [];
  const problems: ScriptProblem[] = [];
  const keywords = new Set<string>();
  const places = new Set<number>();
  let at = 0;
  for (const part of text.slice(0, mostCharacters).split(';')) {
    const start = at;
    at += part.length + 1;
    if (part.trim() === '') continue;
    const [read, keyword = '', digits] = form.exec(part) ?? [];
    const position = digits === undefined ? undefined : Number(digits);
    const problem = problemOf(read, keyword.toLowerCase(), position, keywords, places);
    if (problem !== undefined) {
      problems.push({ at: start, expected: problem });
      continue;
    }
    keywords.add(keyword.toLowerCase());
    if (position !== undefined) places.add(position);
    entries.push({ keyword, position });
  }
  if (text.length > mostCharacters) problems.push({ at: mostCharacters, expected: `at most ${mostCharacters} characters` });
  return { entries, problems };
}

function problemOf(
  read: string | undefined,
  keyword: string,
  position: number | undefined,
  keywords: ReadonlySet<string>,
  places: ReadonlySet<number>,
): string | undefined {
  if (read === undefined) return 'a keyword, and behind | its place';
  if (keywords.has(keyword)) return 'each keyword once';
  if (position === undefined) return undefined;
  if (position < 1 || position > mostPosition) return `a place from 1 to ${mostPosition}`;
  return places.has(position) ? 'a place that is free' : undefined;
}

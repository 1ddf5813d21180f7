// Tables of another vendor's names, for those that the schema does not name itself: theirs, ours, and how their values are said.

import { findParameter, type Parameter } from '../schema.ts';
import { type ImportedEntry, takeEntry, type WordsOf } from './imported-entry.ts';
import type { Taking } from './taking.ts';

/** `{n}` is the line or key, counted from 1, and `N` in our path the same counted from 0. */
export type NameRow = readonly [theirs: string, ours: string, words?: WordsOf];

interface Meaning {
  readonly parameter: Parameter;
  readonly ours: string;
  readonly words: WordsOf | undefined;
  /** Not the first line's, where we have one value for all. */
  readonly further: boolean;
}

/** Lines and keys that phones of these vendors may have. */
const mostIndexes = 96;

export class VendorNames {
  readonly #meanings = new Map<string, Meaning>();

  constructor(rows: readonly NameRow[]) {
    for (const [theirs, ours, words] of rows) {
      for (let n = 1; n <= (theirs.includes('{n}') ? mostIndexes : 1); n++) {
        const parameter = findParameter(ours.replace('/N/', `/${n - 1}/`));
        const further = n > 1 && !ours.includes('/N/');
        if (parameter !== undefined) this.#meanings.set(theirs.replace('{n}', String(n)), { parameter, ours, words, further });
      }
    }
  }

  /** False when the name is in no row, or its index beyond our last. */
  take(taking: Taking, entry: ImportedEntry): boolean {
    const meaning = this.#meanings.get(entry.name);
    if (meaning === undefined) return false;
    const { parameter, words, further } = meaning;
    if (further) {
      taking.remark(entry.line, entry.name, 'notApplicable', 'This phone has one for all lines; that of the first counts.');
    } else takeEntry(taking, entry, parameter, words === undefined ? {} : { [parameter.pattern]: words });
    return true;
  }

  /** Whether the same name with index 1 is known. */
  hasForFirst(name: string): boolean {
    return this.#meanings.has(name.replace(/\.\d{1,3}(?=\.|$)/, '.1'));
  }
}

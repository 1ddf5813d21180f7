// The call log as rows: calls with the same number that follow each other are one.

import type { CallLogEntry } from '../../phone.ts';

/** Newest first, never empty. */
export type CallGroup = readonly [CallLogEntry, ...CallLogEntry[]];

function sameParty(a: CallLogEntry, b: CallLogEntry): boolean {
  const withheld = a.remote.number === '' && a.remote.name !== b.remote.name;
  return a.kind === b.kind && a.line === b.line && a.remote.number === b.remote.number && !withheld;
}

const groupsOf = new WeakMap<readonly CallLogEntry[], readonly CallGroup[]>();

/** The same array for the same calls. */
export function callGroups(entries: readonly CallLogEntry[]): readonly CallGroup[] {
  const known = groupsOf.get(entries);
  if (known !== undefined) return known;
  const groups: [CallLogEntry, ...CallLogEntry[]][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last !== undefined && sameParty(last[0], entry)) last.push(entry);
    else groups.push([entry]);
  }
  groupsOf.set(entries, groups);
  return groups;
}

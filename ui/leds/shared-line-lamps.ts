// What the lamp of a shared line's key says when this phone has no call on it: what the others do (SPA9x2 administration guide p. 158-159).

import type { AppearanceSnapshot } from '../line-snapshot.ts';
import type { LampMeaning } from './lamp-scheme.ts';

type Remote = Exclude<AppearanceSnapshot['state'], 'idle'>;

/** A call that may be taken over comes first, one that nobody else can have last. */
const byUrgency: readonly (readonly [Remote, LampMeaning])[] = [
  ['held', 'line/remote_held'],
  ['ringing', 'line/remote_ringing'],
  ['active', 'line/remote_active'],
  ['progressing', 'line/remote_progressing'],
  ['seized', 'line/remote_seized'],
  ['unknown', 'line/remote_undefined'],
  ['heldPrivate', 'line/remote_held'],
];

/** Undefined: the others leave the line idle. */
export function remoteMeaning(appearances: readonly AppearanceSnapshot[]): LampMeaning | undefined {
  const states = new Set(appearances.filter(({ local }) => !local).map(({ state }) => state));
  return byUrgency.find(([state]) => states.has(state))?.[1];
}

// Whether a shared line is as it was, so that nobody is told twice.

import { serializeNameAddr } from '../../message/name-addr.ts';
import type { Appearance, SharedLineStatus } from './shared-line-settings.ts';

export function sameStatus(a: SharedLineStatus, b: SharedLineStatus): boolean {
  if (a.known !== b.known || a.appearances.length !== b.appearances.length) return false;
  return a.appearances.every((appearance, i) => sameAppearance(appearance, b.appearances[i]));
}

function sameAppearance(a: Appearance, b: Appearance | undefined): boolean {
  return b !== undefined && a.state === b.state && a.local === b.local && a.by === b.by && sameParty(a.remote, b.remote);
}

function sameParty(a: Appearance['remote'], b: Appearance['remote']): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && serializeNameAddr(a) === serializeNameAddr(b);
}

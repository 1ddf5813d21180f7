// The lamp of a shared line's key when this phone has no call on it: what the others do (SPA9x2 administration guide p. 158-159).

import type { LedState } from '#hal/leds/leds';
import type { AppearanceSnapshot } from '../phone.ts';

/** Remote Undefined, Seized, Progressing, Ringing and Active are one in the guide. */
const remoteInUse: LedState = { color: 'red', pattern: 'double' };
const remoteHeld: LedState = { color: 'red', pattern: 'slow' };

/** A call that may be taken over comes first. Undefined: the others leave the line idle. */
export function remoteLamp(appearances: readonly AppearanceSnapshot[]): LedState | undefined {
  const states = new Set(appearances.filter(({ local }) => !local).map(({ state }) => state));
  states.delete('idle');
  if (states.has('held')) return remoteHeld;
  // Nobody else can have it; it is held all the same.
  if (states.size === 1 && states.has('heldPrivate')) return remoteHeld;
  return states.size > 0 ? remoteInUse : undefined;
}

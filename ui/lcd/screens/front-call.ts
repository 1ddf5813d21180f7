// Which call is in front, and which calls show at all.

import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';
import type { Navigation } from '../navigation.ts';

/** Should the phone have none in front: what needs the person most. */
const order: readonly CallSnapshot['state'][] = ['incoming', 'active', 'outgoing', 'held'];

/** Calls that show; ended ones that the person has closed do not. */
export function shownCalls(snapshot: PhoneSnapshot, navigation: Navigation): readonly CallSnapshot[] {
  return snapshot.calls.filter((call) => call.state !== 'ended' || !navigation.closedCalls.includes(call.id));
}

/** The one that the phone has in front, unless it has ended while others live. */
export function frontCall(snapshot: PhoneSnapshot, navigation: Navigation): CallSnapshot | undefined {
  const shown = shownCalls(snapshot, navigation);
  const live = shown.filter((call) => call.state !== 'ended');
  const focused = live.find((call) => call.id === snapshot.focusedCall);
  if (focused !== undefined) return focused;
  for (const state of order) {
    const call = live.findLast((candidate) => candidate.state === state);
    if (call !== undefined) return call;
  }
  return shown.at(-1);
}

// Which call is in front: a new one before the running one, the running one before those that wait.

import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';
import type { Navigation } from '../navigation.ts';

const order: readonly CallSnapshot['state'][] = ['active', 'outgoing', 'held', 'incoming'];

/** Calls that show; ended ones that the person has closed do not. */
export function shownCalls(snapshot: PhoneSnapshot, navigation: Navigation): readonly CallSnapshot[] {
  return snapshot.calls.filter((call) => call.state !== 'ended' || !navigation.closedCalls.includes(call.id));
}

export function frontCall(snapshot: PhoneSnapshot, navigation: Navigation): CallSnapshot | undefined {
  const shown = shownCalls(snapshot, navigation);
  const live = shown.filter((call) => call.state !== 'ended');
  if (live.length === 0) return shown.at(-1);
  const waiting = live.find((call) => call.state === 'incoming' && call.id !== navigation.loweredCall);
  if (waiting !== undefined) return waiting;
  const focused = live.find((call) => call.id === snapshot.focusedCall && call.id !== navigation.loweredCall);
  if (focused !== undefined) return focused;
  for (const state of order) {
    const call = live.findLast((candidate) => candidate.state === state);
    if (call !== undefined) return call;
  }
  return undefined;
}

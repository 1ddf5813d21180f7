// Which call is in front.

import type { CallSnapshot, PhoneSnapshot } from '../../phone.ts';

/** Should the phone have none in front: what needs the person most. */
const order: readonly CallSnapshot['state'][] = ['incoming', 'active', 'outgoing', 'held', 'ended'];

/** The one that the phone has in front, be it one that has just ended: its reason is read before the others are. */
export function frontCall(snapshot: PhoneSnapshot): CallSnapshot | undefined {
  const { calls, focusedCall } = snapshot;
  const focused = calls.find((call) => call.id === focusedCall);
  if (focused !== undefined) return focused;
  for (const state of order) {
    const call = calls.findLast((candidate) => candidate.state === state);
    if (call !== undefined) return call;
  }
  return undefined;
}

// We are asked to call somebody: by whom we talk with, who hands us on, or by the server at a click (RFC 3515).

import { naturalPath, openPath } from './audio-path.ts';
import { holdActiveCall } from './call-commands.ts';
import type { WorldInput } from './desk-messages.ts';
import { type DeskCall, findCall, heardCall, isAnswered, liveCalls, newCall } from './desk-state.ts';
import { asHidden } from './own-number.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

const busyHere = 486;

/**
 * Whether we may be asked at all is the account's policy. Where it wants a person to agree, the call waits as one that rings: an outgoing one
 * until then, so that taking it places it (`call-commands.ts`).
 */
export function referralReceived(turn: Turn, event: Event<'referralReceived'>): void {
  const from = findCall(turn.state, event.instead);
  const line = from?.line ?? event.line;
  const heard = heardCall(turn.state);
  // One call is on its way at a time, and nobody is torn from another conversation.
  const free = from === undefined ? liveCalls(turn.state).length === 0 : heard === undefined || heard.id === from.id;
  if (line === undefined || !free || (from !== undefined && !isAnswered(from))) {
    turn.ask({ type: 'refuseReferral', call: event.call, status: busyHere });
    return;
  }
  const asked = newCall(
    {
      id: event.call,
      line,
      direction: 'outgoing',
      state: 'incoming',
      phase: undefined,
      remote: event.remote,
      divertedBy: from?.remote,
      insteadOf: from?.id,
    },
    turn.nowMs,
  );
  if (event.asks) {
    turn.change({ calls: [...turn.state.calls, asked], focusedCall: asked.id, silenced: false });
    return;
  }
  const path = naturalPath(turn);
  if (from !== undefined) leave(turn, from);
  else holdActiveCall(turn);
  openPath(turn, path);
  const call: DeskCall = { ...asked, state: 'outgoing', phase: 'calling' };
  turn.change({ calls: [...liveCalls(turn.state), call], focusedCall: call.id, dialing: undefined, selectedLine: line });
  turn.ask({ type: 'acceptReferral', call: call.id, ...asHidden(turn) });
}

/** The old call waits unheard until who handed us on ends it; the network is not told, for they hold it already or are gone. */
function leave(turn: Turn, from: DeskCall): void {
  turn.changeCall(from.id, { state: 'held', transfer: { state: 'asked', text: '' } });
}

/** It did not come about: the call before is there again, unless it has gone meanwhile. */
export function backToCallBefore(turn: Turn, call: DeskCall): void {
  const before = findCall(turn.state, call.insteadOf);
  if (before?.state !== 'held' || before.transfer === undefined) return;
  const free = heardCall(turn.state) === undefined;
  turn.changeCall(before.id, { transfer: undefined, ...(free ? { state: 'active' } : {}) });
  if (free) turn.change({ focusedCall: before.id });
}

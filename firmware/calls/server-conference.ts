// A conference that a server holds: we call it, and ask the others to call it, too (RFC 4579 §5.6). Until they have gone they wait.

import type { CallId } from '#ui/phone';
import { hold, resume } from './call-commands.ts';
import { findCall, isAnswered } from './desk-state.ts';
import { place } from './dialing.ts';
import type { Turn } from './turn.ts';

/** Sends everybody to the server's conference: one that we are in already, or a new one. */
export function gather(turn: Turn, ids: readonly CallId[], server: string): void {
  const { gathering } = turn.state;
  turn.change({ inviting: undefined, transfer: undefined, dialing: undefined });
  const known = gathering !== undefined && ids.includes(gathering.focus) && isAnswered(findCall(turn.state, gathering.focus));
  if (known) {
    const newcomers = ids.filter((id) => id !== gathering.focus);
    for (const id of newcomers) hold(turn, id);
    resume(turn, gathering.focus);
    send(turn, newcomers, gathering.address);
    return;
  }
  const line = findCall(turn.state, ids.at(-1))?.line;
  if (line === undefined) return;
  const focus = place(turn, line, { name: 'Conference', number: server }, {});
  turn.change({ gathering: { focus, address: server, waiting: ids } });
}

/** The server is there; `focus` is its name for this very conference, where it gives one. */
export function focusAnswered(turn: Turn, call: CallId, focus: string | undefined): void {
  const { gathering } = turn.state;
  if (gathering?.focus !== call) return;
  const address = focus ?? gathering.address;
  turn.change({ gathering: { ...gathering, address, waiting: [] } });
  send(turn, gathering.waiting, address);
}

function send(turn: Turn, ids: readonly CallId[], address: string): void {
  for (const id of ids) {
    if (!isAnswered(findCall(turn.state, id))) continue;
    turn.changeCall(id, { transfer: { state: 'asked', text: '' }, joiningWith: undefined });
    turn.ask({ type: 'transferCall', call: id, number: address });
  }
}

/** It ends with our call to the server. Looked after once each turn. */
export function keepGathering(turn: Turn): void {
  const { gathering } = turn.state;
  const call = findCall(turn.state, gathering?.focus);
  if (gathering !== undefined && (call === undefined || call.state === 'ended')) turn.change({ gathering: undefined });
}

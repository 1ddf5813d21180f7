// What a person does with calls that are there: answer, refuse, end, hold, resume, swap.

import type { CallId } from '#ui/phone';
import { closeIdlePath, naturalPath, openPath } from './audio-path.ts';
import { logOf } from './call-log-entry.ts';
import type { DeskEnd } from './desk-messages.ts';
import { type DeskCall, findCall, heardCall, incomingCall, liveCalls, together } from './desk-state.ts';
import { endOfCall } from './end-of-call.ts';
import { asHidden } from './own-number.ts';
import type { Turn } from './turn.ts';

export function answer(turn: Turn, id: CallId | undefined): void {
  const call = id === undefined ? incomingCall(turn.state) : findCall(turn.state, id);
  if (call?.state !== 'incoming') return;
  const path = naturalPath(turn);
  const heard = heardCall(turn.state);
  if (heard?.state === 'outgoing') end(turn, heard.id);
  holdActiveCall(turn);
  openPath(turn, path);
  turn.change({ dialing: undefined, focusedCall: call.id, selectedLine: call.line, muted: false });
  // What we were asked to call is called now (`referral.ts`).
  const asked = call.direction === 'outgoing';
  turn.changeCall(call.id, asked ? { state: 'outgoing', phase: 'calling' } : { state: 'active', answeredAtMs: turn.nowMs });
  turn.ask({ type: asked ? 'acceptReferral' : 'answerCall', call: call.id, ...asHidden(turn) });
}

export function reject(turn: Turn, id: CallId | undefined): void {
  const call = id === undefined ? incomingCall(turn.state) : findCall(turn.state, id);
  if (call?.state !== 'incoming') return;
  turn.ask({ type: refusalOf(call), call: call.id, status: turn.settings.rejectStatus });
  finish(turn, call, { by: 'local' });
}

/** Of a call that rings, or of one that we are asked to place. */
export function refusalOf({ direction }: DeskCall): 'rejectCall' | 'refuseReferral' {
  return direction === 'incoming' ? 'rejectCall' : 'refuseReferral';
}

/** Ends in whatever way the state asks for; an incoming call is refused. */
export function end(turn: Turn, id: CallId | undefined): void {
  const call = findCall(turn.state, id ?? turn.state.focusedCall);
  if (call === undefined) return;
  if (call.state === 'ended') {
    forget(turn, call.id);
    return;
  }
  if (call.state === 'incoming') {
    reject(turn, call.id);
    return;
  }
  turn.ask({ type: 'endCall', call: call.id });
  finish(turn, call, { by: 'local' });
}

export function hold(turn: Turn, id: CallId | undefined): void {
  const call = findCall(turn.state, id ?? turn.state.focusedCall);
  if (call?.state !== 'active') return;
  // The person hears the effect at once; a refusal by the network brings the call back (`callMediaChangeFailed`).
  for (const each of together(turn.state, call)) {
    if (each.state !== 'active') continue;
    turn.changeCall(each.id, { state: 'held' });
    turn.ask({ type: 'holdCall', call: each.id });
  }
  closeIdlePath(turn);
}

export function resume(turn: Turn, id: CallId | undefined): void {
  const call = findCall(turn.state, id ?? turn.state.focusedCall);
  if (call?.state !== 'held') return;
  if (heardCall(turn.state)?.state === 'outgoing') return;
  const path = naturalPath(turn);
  // Of a conference one may be heard already, whose resume was refused to the others.
  const active = heardCall(turn.state);
  if (active !== undefined && !together(turn.state, call).includes(active)) holdActiveCall(turn);
  openPath(turn, path);
  turn.change({ dialing: undefined, focusedCall: call.id, selectedLine: call.line });
  for (const each of together(turn.state, call)) {
    if (each.state !== 'held') continue;
    turn.changeCall(each.id, { state: 'active', transfer: undefined });
    turn.ask({ type: 'resumeCall', call: each.id });
  }
}

/** The other of two calls comes in front: the held one that was not heard for longest. */
export function swap(turn: Turn): void {
  const active = heardCall(turn.state);
  const beside = active === undefined ? [] : together(turn.state, active);
  const held = turn.state.calls.filter((call) => call.state === 'held' && !beside.includes(call));
  const next = held.toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  if (next !== undefined) resume(turn, next.id);
}

export function holdActiveCall(turn: Turn): void {
  const active = turn.state.calls.find((call) => call.state === 'active');
  if (active !== undefined) hold(turn, active.id);
}

/** The ringing stops, the call goes on waiting; beside another call the other comes in front again. */
export function silence(turn: Turn): void {
  if (incomingCall(turn.state) === undefined) return;
  const heard = heardCall(turn.state);
  turn.change({ silenced: true, ...(heard === undefined ? {} : { focusedCall: heard.id }) });
}

export function focusCall(turn: Turn, id: CallId): void {
  const call = findCall(turn.state, id);
  if (call !== undefined && call.state !== 'ended') turn.change({ focusedCall: id });
}

/** After the call in front went: what is heard, else what rings, else what was held last; an ended call only when nothing lives. */
function focusNext(turn: Turn): void {
  const next: DeskCall | undefined = incomingCall(turn.state) ?? heardCall(turn.state) ?? liveCalls(turn.state).at(-1);
  turn.change({ focusedCall: next?.id ?? turn.state.calls.at(-1)?.id });
}

/**
 * A call is over for the person, at once when the person ended it: what SIP still has to say about it (BYE, CANCEL, its answer)
 * goes on behind the desk. It stays in sight until `endedCallExpired`.
 */
export function finish(turn: Turn, call: DeskCall, end: DeskEnd): void {
  const ended = endOfCall(end, call);
  const refusedWith = end.by === 'response' && call.answeredAtMs === undefined ? end.status : undefined;
  turn.changeCall(call.id, { state: 'ended', phase: undefined, ended, refusedWith, endedAtMs: turn.nowMs });
  turn.ask(logOf(turn, call, ended.reason));
  if (turn.state.soundingDigit?.call === call.id) turn.change({ soundingDigit: undefined });
  // Why it ended is read before a held call comes in front again, unless the person ended it and knows.
  const needsPerson = incomingCall(turn.state) !== undefined || heardCall(turn.state) !== undefined;
  const leaves = needsPerson || (end.by === 'local' && liveCalls(turn.state).length > 0);
  if (turn.state.focusedCall === call.id && leaves) focusNext(turn);
  // When the other side ended it, the path stays open for its tone until the ended call goes.
  if (end.by === 'local') closeIdlePath(turn);
}

/** Whoever dials has read why the last call ended. */
export function forgetEnded(turn: Turn): void {
  const { calls, focusedCall } = turn.state;
  const live = liveCalls(turn.state);
  if (live.length === calls.length) return;
  turn.change({ calls: live });
  if (!live.some((call) => call.id === focusedCall)) focusNext(turn);
}

/** Takes an ended call off the desk. */
export function forget(turn: Turn, id: CallId): void {
  if (findCall(turn.state, id)?.state !== 'ended') return;
  turn.change({ calls: turn.state.calls.filter((call) => call.id !== id) });
  if (turn.state.focusedCall === id) focusNext(turn);
  closeIdlePath(turn);
}

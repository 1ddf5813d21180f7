// What the network reports of calls.

import { closeIdlePath } from './audio-path.ts';
import { finish, forget } from './call-commands.ts';
import { logOf } from './call-log-entry.ts';
import type { WorldInput } from './desk-messages.ts';
import { type DeskCall, findCall, heardCall, liveCalls, newCall } from './desk-state.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

const busyHere = 486;
const temporarilyUnavailable = 480;

export function callArrived(turn: Turn, event: Event<'callArrived'>): void {
  const { call: id, line, remote, divertedBy } = event;
  const call = newCall({ id, line, direction: 'incoming', state: 'incoming', phase: undefined, remote, divertedBy }, turn.nowMs);
  if (isBusyFor(turn, call)) {
    turn.ask({ type: 'rejectCall', call: call.id, status: busyHere });
    turn.ask(logOf(turn, call, 'busy'));
    return;
  }
  // Who dials with the line open goes on dialling; the call waits beside it.
  const focusedCall = turn.state.dialing?.offHook === true ? turn.state.focusedCall : call.id;
  turn.change({ calls: [...turn.state.calls, call], focusedCall, silenced: false });
}

export function callProgressed(turn: Turn, event: Event<'callProgressed'>): void {
  const call = findCall(turn.state, event.call);
  if (call?.state !== 'outgoing') return;
  // Early media stays once it was heard: a later 180 of another branch does not bring the local ring back over it (RFC 3960 §3.2).
  const phase = event.media || call.phase === 'progress' ? 'progress' : event.status === 180 ? 'ringing' : call.phase;
  turn.changeCall(call.id, { phase });
}

export function callAnswered(turn: Turn, event: Event<'callAnswered'>): void {
  const call = findCall(turn.state, event.call);
  if (call === undefined || call.state === 'ended') return;
  const remote = event.remote ?? call.remote;
  if (call.state === 'outgoing')
    turn.changeCall(call.id, { state: 'active', phase: undefined, answeredAtMs: turn.nowMs, remote });
}

export function callMediaChanged(turn: Turn, event: Event<'callMediaChanged'>): void {
  const { codec, heldByRemote, encrypted } = event;
  turn.changeCall(event.call, { codec, heldByRemote, encrypted });
}

export function callMediaChangeFailed(turn: Turn, event: Event<'callMediaChangeFailed'>): void {
  const call = findCall(turn.state, event.call);
  const free = heardCall(turn.state) === undefined;
  if (call?.state === 'held' && free) turn.changeCall(call.id, { state: 'active' });
  else if (call?.state === 'active') turn.changeCall(call.id, { state: 'held' });
  closeIdlePath(turn);
}

export function callEnded(turn: Turn, event: Event<'callEnded'>): void {
  const call = findCall(turn.state, event.call);
  if (call !== undefined && call.state !== 'ended') finish(turn, call, event.end);
}

export function endedCallExpired(turn: Turn, event: Event<'endedCallExpired'>): void {
  forget(turn, event.call);
}

function isBusyFor(turn: Turn, call: DeskCall): boolean {
  const { callsPerLine, callWaiting } = turn.settings;
  const live = liveCalls(turn.state);
  const onLine = live.filter((each) => each.line === call.line).length;
  return turn.state.doNotDisturb || onLine >= callsPerLine || (!callWaiting && live.length > 0);
}

/** Nobody came: the caller hears that nobody is there, and the log says missed. */
export function callUnanswered(turn: Turn, event: Event<'callUnanswered'>): void {
  const call = findCall(turn.state, event.call);
  if (call?.state !== 'incoming') return;
  turn.ask({ type: 'rejectCall', call: call.id, status: temporarilyUnavailable });
  finish(turn, call, { by: 'cancel', elsewhere: false });
}

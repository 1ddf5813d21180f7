// What the network reports of calls.

import { closeIdlePath } from './audio-path.ts';
import { finish, forget, refusalOf } from './call-commands.ts';
import type { WorldInput } from './desk-messages.ts';
import { findCall, heardCall, isAnswered } from './desk-state.ts';
import { backToCallBefore } from './referral.ts';
import { focusAnswered } from './server-conference.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

const temporarilyUnavailable = 480;

const phases: Readonly<Record<number, 'ringing' | 'forwarded' | 'queued'>> = { 180: 'ringing', 181: 'forwarded', 182: 'queued' };

export function callProgressed(turn: Turn, event: Event<'callProgressed'>): void {
  const call = findCall(turn.state, event.call);
  if (call?.state !== 'outgoing') return;
  // Early media stays once it was heard: a later 180 of another branch does not bring the local ring back over it (RFC 3960 §3.2).
  const heard = event.media || (call.phase === 'progress' && event.ringsAgain !== true);
  const phase = heard ? 'progress' : (phases[event.status] ?? call.phase);
  turn.changeCall(call.id, { phase, remote: event.remote ?? call.remote });
}

export function callAnswered(turn: Turn, event: Event<'callAnswered'>): void {
  const call = findCall(turn.state, event.call);
  if (call === undefined || call.state === 'ended') return;
  const remote = event.remote ?? call.remote;
  if (call.state === 'outgoing')
    turn.changeCall(call.id, { state: 'active', phase: undefined, answeredAtMs: turn.nowMs, remote });
  if (event.focus !== undefined) turn.changeCall(call.id, { conference: { count: undefined, others: [] } });
  focusAnswered(turn, call.id, event.focus);
}

export function callIdentityChanged(turn: Turn, { call, remote, anonymous, verification }: Event<'callIdentityChanged'>): void {
  const known = findCall(turn.state, call);
  if (known !== undefined && known.state !== 'ended') turn.changeCall(call, { remote, anonymous, verification });
}

export function callForwarded(turn: Turn, { call, to }: Event<'callForwarded'>): void {
  if (findCall(turn.state, call)?.state === 'outgoing') turn.changeCall(call, { phase: 'forwarded', forwardedTo: to });
}

export function callConferenceChanged(turn: Turn, { call, conference }: Event<'callConferenceChanged'>): void {
  if (isAnswered(findCall(turn.state, call))) turn.changeCall(call, { conference });
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
  if (call === undefined || call.state === 'ended') return;
  finish(turn, call, event.end);
  if (call.state === 'outgoing') backToCallBefore(turn, call);
}

export function endedCallExpired(turn: Turn, event: Event<'endedCallExpired'>): void {
  forget(turn, event.call);
}

/** Nobody came: the caller hears that nobody is there, and the log says missed. */
export function callUnanswered(turn: Turn, event: Event<'callUnanswered'>): void {
  const call = findCall(turn.state, event.call);
  if (call?.state !== 'incoming') return;
  turn.ask({ type: refusalOf(call), call: call.id, status: temporarilyUnavailable });
  finish(turn, call, { by: 'cancel', elsewhere: false });
}

// A call that comes: it takes the place of another, is sent away or on, answered by the phone itself, or it rings.

import type { CallId, EndReason } from '#ui/phone';
import { exactKey } from '../directory/number-key.ts';
import { answersAtOnce, mayAnswerItself } from './auto-answer.ts';
import { logOf } from './call-log-entry.ts';
import { hasRoom, joinCalls } from './conference.ts';
import type { WorldInput } from './desk-messages.ts';
import { type DeskCall, findCall, isMember, liveCalls, newCall } from './desk-state.ts';
import { forwardingOf, sendOn } from './forward.ts';
import { asHidden } from './own-number.ts';
import type { Turn } from './turn.ts';

type CallArrived = Extract<WorldInput, { type: 'callArrived' }>;

const forbidden = 403;
const anonymityDisallowed = 433;
const busyHere = 486;
const notAcceptableHere = 488;

export function callArrived(turn: Turn, event: CallArrived): void {
  const call = arrivedCall(turn, event);
  const replaced = findCall(turn.state, event.replaces);
  if (replaced?.state === 'active' || replaced?.state === 'outgoing') {
    takePlace(turn, call, replaced);
    return;
  }
  if (event.joins !== undefined) {
    const refusal = joinRefusal(turn, call, event.joins);
    if (refusal === undefined) comeIn(turn, call, event.joins);
    else sendAway(turn, call, refusal);
    return;
  }
  if (event.anonymous && turn.settings.rejectAnonymous) {
    // RFC 5079 §4.
    sendAway(turn, call, anonymityDisallowed, 'anonymousRejected');
    return;
  }
  if (turn.settings.blocked.has(exactKey(event.remote.number)) && event.remote.number !== '') {
    sendAway(turn, call, turn.settings.rejectStatus, 'rejected');
    return;
  }
  const forwarding = forwardingOf(turn, call, isBusyFor(turn, call));
  if (forwarding !== undefined) sendOn(turn, call, forwarding);
  else if (isBusyFor(turn, call)) sendAway(turn, call, busyHere);
  else if (event.answerRequired && call.answersAfterMs === undefined) sendAway(turn, call, forbidden);
  else take(turn, call);
}

/** RFC 3911 §4: who may not, and what cannot be mixed. */
function joinRefusal(turn: Turn, { line }: DeskCall, joins: CallId): number | undefined {
  if (!turn.settings.conference.bargeInLines.includes(line)) return forbidden;
  const joined = findCall(turn.state, joins);
  return joined?.state === 'active' && joined.line === line && hasRoom(turn) ? undefined : notAcceptableHere;
}

/** Another phone of the line comes into the conversation, which everybody hears. */
function comeIn(turn: Turn, call: DeskCall, joins: CallId): void {
  const { focusedCall } = turn.state;
  turn.change({ calls: [...turn.state.calls, { ...call, state: 'active', answeredAtMs: turn.nowMs }] });
  turn.ask({ type: 'answerCall', call: call.id, ...asHidden(turn) });
  joinCalls(turn, [joins, call.id]);
  turn.change({ focusedCall });
  turn.ask({ type: 'announce', tone: 'confirmation' });
}

function take(turn: Turn, call: DeskCall): void {
  // Who dials with the line open goes on dialling; the call waits beside it.
  const focusedCall = turn.state.dialing?.offHook === true ? turn.state.focusedCall : call.id;
  turn.change({ calls: [...turn.state.calls, call], focusedCall, silenced: false });
  answersAtOnce(turn, call.id);
}

function arrivedCall(turn: Turn, event: CallArrived): DeskCall {
  const { call: id, line, remote, anonymous, verification, divertedBy, ringClass, answerAfterMs } = event;
  const answersAfterMs = mayAnswerItself(turn) ? answerAfterMs : undefined;
  const identity = { remote, anonymous, verification, divertedBy };
  return newCall(
    { id, line, direction: 'incoming', state: 'incoming', phase: undefined, ...identity, ringClass, answersAfterMs },
    turn.nowMs,
  );
}

/** It does not ring, and the log tells of it. */
function sendAway(turn: Turn, call: DeskCall, status: number, reason: EndReason = 'busy'): void {
  turn.ask({ type: 'rejectCall', call: call.id, status });
  turn.ask(logOf(turn, call, reason));
}

function isBusyFor(turn: Turn, call: DeskCall): boolean {
  const { callsPerLine, callWaiting } = turn.settings;
  const live = liveCalls(turn.state);
  // A conference is one thing to attend to, however many are in it.
  const apart = live.filter((each) => !isMember(turn.state, each.id) && each.line === call.line).length;
  const onLine = apart + (turn.state.conference === undefined ? 0 : 1);
  if (turn.settings.refusesCalls === true || turn.settings.untakenLines?.includes(call.line) === true) return true;
  return turn.state.doNotDisturb || onLine >= callsPerLine || (!callWaiting && live.length > 0);
}

/** The other side of a call is somebody else from now on: nobody has to answer, and what is heard stays open (RFC 3891 §3). */
function takePlace(turn: Turn, call: DeskCall, replaced: DeskCall): void {
  const { transfer, inviting, conference, focusedCall } = turn.state;
  const successor: DeskCall = { ...call, state: 'active', answeredAtMs: turn.nowMs };
  const inPlace = (id: string | undefined): string | undefined => (id === replaced.id ? call.id : id);
  turn.change({
    calls: turn.state.calls.map((each) => (each.id === replaced.id ? successor : each)),
    focusedCall: inPlace(focusedCall),
    transfer: transfer && { call: inPlace(transfer.call) ?? call.id, consultation: inPlace(transfer.consultation) },
    inviting: inviting && { call: inPlace(inviting.call) ?? call.id, consultation: inPlace(inviting.consultation) },
    conference: conference && { ...conference, members: conference.members.map((id) => inPlace(id) ?? id) },
  });
  turn.ask(logOf(turn, replaced, 'remoteHangUp'));
  turn.ask({ type: 'answerCall', call: call.id, ...asHidden(turn) });
}

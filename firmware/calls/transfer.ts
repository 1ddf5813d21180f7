// Transfer, as the person who sends a call elsewhere has it: choose whom, talk first or not, join the two (RFC 5589).

import type { CallId } from '#ui/phone';
import { closeIdlePath } from './audio-path.ts';
import { end, finish, hold, holdActiveCall, resume } from './call-commands.ts';
import type { DeskSettings, UserInput, WorldInput } from './desk-messages.ts';
import { type DeskCall, type DeskState, findCall, heardCall, incomingCall, isAnswered } from './desk-state.ts';
import { dial, dialNumber, longestAddress, openLine, plannedNumber } from './dialing.ts';
import { wordsOfStatus } from './status-words.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

/** The Transfer key: begins with the call in front; pressed again it does what is at hand. */
export function transfer(turn: Turn): void {
  const { transfer: prepared, dialing, focusedCall } = turn.state;
  const choosing = prepared !== undefined && prepared.consultation === undefined;
  if (choosing && dialing !== undefined && dialing.number !== '') {
    const number = plannedNumber(turn, dialing);
    if (number === undefined) turn.ask({ type: 'alert' });
    else if (turn.settings.transferKeyIsBlind) blindTransfer(turn, number);
    else dialNumber(turn);
  } else if (prepared?.consultation !== undefined && (focusedCall === prepared.call || focusedCall === prepared.consultation)) {
    complete(turn);
  } else if (!choosing) {
    begin(turn);
  }
}

function begin(turn: Turn): void {
  const call = frontCall(turn);
  if (!isAnswered(call) || heardCall(turn.state)?.state === 'outgoing') return;
  if (!turn.settings.usableLines.includes(call.line)) return;
  turn.change({ dialing: undefined });
  openLine(turn, call.line);
  turn.change({ transfer: { call: call.id, consultation: undefined }, focusedCall: call.id });
}

/** Without talking to the new partner: the other side is told the number and the phone is done with it. */
export function blindTransfer(turn: Turn, number: string): void {
  const { transfer: prepared } = turn.state;
  const call = findCall(turn.state, prepared?.call) ?? frontCall(turn);
  const wanted = number.trim().slice(0, longestAddress);
  if (!isAnswered(call) || wanted === '' || prepared?.consultation !== undefined) return;
  hold(turn, call.id);
  turn.ask({ type: 'transferCall', call: call.id, number: wanted });
  wasAsked(turn, call.id, undefined);
}

/** The call that is heard goes to the place; without one, or where one waits already, that one is called for. */
export function park(turn: Turn, { line, parkAt, retrieveFrom }: Extract<UserInput, { type: 'park' }>): void {
  if (parkAt !== undefined && heardCall(turn.state)?.state === 'active') blindTransfer(turn, parkAt);
  else dial(turn, retrieveFrom, line);
}

/** Joins the call that is to go, or the one in front, with one that is there already. */
export function transferTo(turn: Turn, id: CallId): void {
  const call = findCall(turn.state, turn.state.transfer?.call) ?? frontCall(turn);
  const other = findCall(turn.state, id);
  if (isAnswered(call) && isAnswered(other) && call.id !== other.id) joinWith(turn, call, other);
}

/** Back to the call that was to go; the consultation is given up. */
export function cancelTransfer(turn: Turn): void {
  const { transfer: prepared } = turn.state;
  if (prepared === undefined) return;
  turn.change({ transfer: undefined, dialing: undefined });
  const consultation = findCall(turn.state, prepared.consultation);
  if (consultation !== undefined && consultation.state !== 'ended') end(turn, consultation.id);
  resume(turn, prepared.call);
}

/** Hanging up joins the two where the administrator says so. True: it has. */
export function completedByHangUp(turn: Turn, heard: CallId): boolean {
  return turn.settings.hangUpTransfers && turn.state.transfer?.consultation === heard && complete(turn);
}

/** Whether the two can be joined now. */
export function canComplete(state: DeskState, { semiAttended }: Pick<DeskSettings, 'semiAttended'>): boolean {
  const consultation = findCall(state, state.transfer?.consultation);
  if (!isAnswered(findCall(state, state.transfer?.call)) || consultation === undefined) return false;
  return isAnswered(consultation) || (semiAttended && consultation.state === 'outgoing' && consultation.phase !== 'calling');
}

/** True when the other side was asked to go. */
function complete(turn: Turn): boolean {
  const { transfer: prepared } = turn.state;
  const call = findCall(turn.state, prepared?.call);
  const other = findCall(turn.state, prepared?.consultation);
  if (call === undefined || other === undefined || !canComplete(turn.state, turn.settings)) return false;
  if (isAnswered(other)) {
    joinWith(turn, call, other);
    return true;
  }
  // A dialog that only rings there may not be replaced, for it was not begun there (RFC 3891 §3): the new partner is called afresh.
  end(turn, other.id);
  turn.ask({ type: 'transferCall', call: call.id, number: other.remote.number });
  wasAsked(turn, call.id, undefined);
  return true;
}

/** The other side of `call` is asked to take our place in `other`. */
export function joinWith(turn: Turn, call: DeskCall, other: DeskCall): void {
  holdActiveCall(turn);
  turn.ask({ type: 'transferToCall', call: call.id, other: other.id });
  wasAsked(turn, call.id, other.id);
}

function wasAsked(turn: Turn, id: CallId, joiningWith: CallId | undefined): void {
  turn.changeCall(id, { transfer: { state: 'asked', text: '' }, joiningWith });
  turn.change({ transfer: undefined, dialing: undefined, focusedCall: id });
  closeIdlePath(turn);
}

export function transferProgressed(turn: Turn, { call, status }: Event<'transferProgressed'>): void {
  if (findCall(turn.state, call)?.transfer?.state !== 'asked' || status < 180) return;
  turn.changeCall(call, { transfer: { state: 'ringing', text: '' } });
}

/** The other side has gone; so goes the call to whom it went, as far as we have it. */
export function transferred(turn: Turn, { call: id }: Event<'transferred'>): void {
  const call = findCall(turn.state, id);
  if (call === undefined || call.state === 'ended') return;
  const other = findCall(turn.state, call.joiningWith);
  if (other?.state === 'held') end(turn, other.id);
  finish(turn, call, { by: 'transfer' });
}

/** The held call is in front again with the reason; whoever waits there is taken back with Resume. */
export function transferFailed(turn: Turn, { call: id, status }: Event<'transferFailed'>): void {
  const call = findCall(turn.state, id);
  if (call === undefined || call.state === 'ended') return;
  turn.changeCall(id, {
    transfer: { state: 'failed', text: status === undefined ? '' : wordsOfStatus(status) },
    joiningWith: undefined,
  });
  if (heardCall(turn.state) === undefined && incomingCall(turn.state) === undefined) turn.change({ focusedCall: id });
}

/** A preparation that has lost its dialling or one of its calls is none any more. Looked after once each turn. */
export function keepTransfer(turn: Turn): void {
  const { transfer: prepared, dialing } = turn.state;
  if (prepared === undefined) return;
  const { call, consultation } = prepared;
  const other = findCall(turn.state, consultation);
  const alive = consultation === undefined ? dialing !== undefined : other !== undefined && other.state !== 'ended';
  if (!alive || !isAnswered(findCall(turn.state, call))) turn.change({ transfer: undefined });
}

function frontCall(turn: Turn): DeskCall | undefined {
  return findCall(turn.state, turn.state.focusedCall);
}

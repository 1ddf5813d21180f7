// Conferences: calls whose parties hear each other through this phone. Begun from calls that are there, or by calling one more.

import type { CallId } from '#ui/phone';
import { naturalPath, openPath } from './audio-path.ts';
import { end, hold, resume } from './call-commands.ts';
import { type AnsweredCall, type DeskState, findCall, heardCall, isAnswered, isMember } from './desk-state.ts';
import { dialNumber, openLine } from './dialing.ts';
import { gather } from './server-conference.ts';
import { joinWith } from './transfer.ts';
import type { Turn } from './turn.ts';

/** The Conference key: joins the calls that are there, or asks for the number of one more. */
export function conference(turn: Turn): void {
  const { inviting, dialing } = turn.state;
  if (!turn.settings.conference.enabled) return;
  if (inviting !== undefined && dialing !== undefined && dialing.number !== '') dialNumber(turn);
  else if (offerOf(turn) === 'join') together(turn, whoWouldJoin(turn.state));
  else if (offerOf(turn) === 'invite') invite(turn);
}

/** As the key would with this call in front; a call that is alone stays so. */
export function joinOthers(turn: Turn, id: CallId): void {
  const ids = whoWouldJoin({ ...turn.state, focusedCall: id });
  const allowed = turn.settings.conference.enabled && hasRoom(turn) && isAnswered(findCall(turn.state, id));
  if (allowed && ids.includes(id) && ids.length > 1) together(turn, ids);
}

function together(turn: Turn, ids: readonly CallId[]): void {
  const { server } = turn.settings.conference;
  if (server !== undefined) {
    gather(turn, ids, server);
    return;
  }
  const begins = turn.state.conference === undefined;
  joinCalls(turn, ids);
  // A recording's own beep goes on.
  if (begins && turn.state.recording === undefined) turn.ask({ type: 'announce', tone: 'conference' });
}

/** What the key does now. */
export function offerOf({ state, settings }: Pick<Turn, 'state' | 'settings'>): 'join' | 'invite' | undefined {
  if (!settings.conference.enabled || !hasRoom({ state, settings })) return undefined;
  if (whoWouldJoin(state).length > 1) return 'join';
  const front = findCall(state, state.focusedCall);
  const calling = heardCall(state)?.state === 'outgoing';
  return isAnswered(front) && state.inviting === undefined && !calling ? 'invite' : undefined;
}

/** For one more than there are, and us. */
export function hasRoom({ state, settings }: Pick<Turn, 'state' | 'settings'>): boolean {
  return Math.max(liveMembers(state).length, 1) + 2 <= settings.conference.mostParties;
}

/** Everybody who is to be together when the key is pressed; fewer than two: nobody. */
function whoWouldJoin(state: DeskState): readonly CallId[] {
  const answered = state.calls.filter(isAnswered);
  const outside = answered.filter(({ id }) => !isMember(state, id));
  const members = liveMembers(state);
  const front = outside.find(({ id }) => id === state.focusedCall) ?? outside.find((call) => call.state === 'active');
  const waiting = outside.filter((call) => call !== front);
  const newest = waiting.find(({ id }) => id === state.inviting?.call) ?? waiting.toSorted((a, b) => b.sinceMs - a.sinceMs)[0];
  if (members.length > 0) {
    const newcomer = front ?? newest;
    return newcomer === undefined ? [] : [...members, newcomer.id];
  }
  return front === undefined || newest === undefined ? [] : [newest.id, front.id];
}

/** Puts calls together; those on hold are taken back. The last one is in front. */
export function joinCalls(turn: Turn, ids: readonly CallId[]): void {
  const path = naturalPath(turn);
  const calls = ids.map((id) => findCall(turn.state, id)).filter(isAnswered);
  if (calls.length < 2) return;
  const before = turn.state.conference;
  turn.change({
    conference: {
      members: [...(before?.members ?? []), ...calls.map(({ id }) => id).filter((id) => before?.members.includes(id) !== true)],
      muted: before?.muted ?? [],
      talking: [],
      weTalk: false,
    },
    inviting: undefined,
    transfer: undefined,
    dialing: undefined,
    focusedCall: calls.at(-1)?.id,
  });
  openPath(turn, path);
  for (const call of calls) if (call.state === 'held') takeBack(turn, call);
}

function takeBack(turn: Turn, call: AnsweredCall): void {
  turn.changeCall(call.id, { state: 'active', transfer: undefined });
  turn.ask({ type: 'resumeCall', call: call.id });
}

/** What is in front waits while one more is called. */
function invite(turn: Turn): void {
  const front = findCall(turn.state, turn.state.focusedCall);
  if (!isAnswered(front) || !turn.settings.usableLines.includes(front.line)) return;
  turn.change({ dialing: undefined });
  openLine(turn, front.line);
  turn.change({ inviting: { call: front.id, consultation: undefined }, focusedCall: front.id });
}

/** Back to those who wait; the one who was being called is given up. */
export function cancelInvitation(turn: Turn): void {
  const { inviting } = turn.state;
  if (inviting === undefined) return;
  turn.change({ inviting: undefined, dialing: undefined });
  const consultation = findCall(turn.state, inviting.consultation);
  if (consultation !== undefined && consultation.state !== 'ended') end(turn, consultation.id);
  resume(turn, inviting.call);
}

/** Everybody has a call of their own again; the one in front is heard, the others wait. */
export function split(turn: Turn): void {
  const members = liveMembers(turn.state);
  const front = members.find((id) => id === turn.state.focusedCall) ?? members[0];
  turn.change({ conference: undefined });
  for (const id of members) if (id !== front) hold(turn, id);
  if (front !== undefined) turn.change({ focusedCall: front });
}

/** Hanging up. The two others are joined where that is wanted; else everybody's call ends. */
export function leave(turn: Turn): void {
  const members = liveMembers(turn.state);
  const [one, other] = members.map((id) => findCall(turn.state, id)).filter(isAnswered);
  const joins = turn.settings.conference.joinOnHangUp && members.length === 2;
  if (joins && one !== undefined && other !== undefined) {
    turn.change({ conference: undefined });
    // The network is not told of a hold: it would cross the REFER, and the two be joined deaf.
    for (const id of members) turn.changeCall(id, { state: 'held' });
    joinWith(turn, one, other);
    return;
  }
  turn.change({ conference: undefined });
  for (const id of members) end(turn, id);
}

export function togglePartyMute(turn: Turn, id: CallId): void {
  const { conference: now } = turn.state;
  if (now === undefined || !isMember(turn.state, id)) return;
  const muted = now.muted.includes(id) ? now.muted.filter((each) => each !== id) : [...now.muted, id];
  turn.change({ conference: { ...now, muted } });
}

export function talkersChanged(turn: Turn, talking: readonly CallId[], weTalk: boolean): void {
  const { conference: now } = turn.state;
  if (now !== undefined)
    turn.change({ conference: { ...now, talking: now.members.filter((id) => talking.includes(id)), weTalk } });
}

/** A conference that has lost its parties, and an invitation that has lost its calls, are over. Looked after once each turn. */
export function keepConference(turn: Turn): void {
  const { conference: now, inviting, dialing } = turn.state;
  if (now !== undefined) {
    const members = now.members.filter((id) => findCall(turn.state, id) !== undefined);
    if (liveMembers(turn.state).length < 2) turn.change({ conference: undefined });
    else if (members.length < now.members.length) turn.change({ conference: { ...now, members } });
  }
  if (inviting === undefined) return;
  const { call, consultation } = inviting;
  const other = findCall(turn.state, consultation);
  const alive = consultation === undefined ? dialing !== undefined : other !== undefined && other.state !== 'ended';
  if (!alive || !isAnswered(findCall(turn.state, call))) turn.change({ inviting: undefined });
}

function liveMembers(state: DeskState): readonly CallId[] {
  return state.conference?.members.filter((id) => isAnswered(findCall(state, id))) ?? [];
}

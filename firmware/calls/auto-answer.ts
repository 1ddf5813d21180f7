// Calls that the phone answers by itself: an intercom's, or at the server's click. Never unheard: a sound in the open path and the screen
// say so, and with another call going on it only rings.

import type { CallId } from '#ui/phone';
import { answer, hold, resume } from './call-commands.ts';
import { joinOthers } from './conference.ts';
import type { WorldInput } from './desk-messages.ts';
import { findCall, liveCalls } from './desk-state.ts';
import type { Turn } from './turn.ts';

type Event<Type extends WorldInput['type']> = Extract<WorldInput, { type: Type }>;

/** Allowed, and nothing else goes on at the phone. */
export function mayAnswerItself(turn: Turn): boolean {
  return turn.settings.autoAnswer && liveCalls(turn.state).length === 0 && turn.state.dialing?.offHook !== true;
}

/** A caller who asks for no delay is answered before the phone rings. */
export function answersAtOnce(turn: Turn, id: CallId): void {
  if (findCall(turn.state, id)?.answersAfterMs === 0) answerItself(turn, id, turn.settings.autoAnswerMuted);
}

/** The person may have begun something else meanwhile. */
export function autoAnswerDue(turn: Turn, { call: id }: Event<'autoAnswerDue'>): void {
  const alone = liveCalls(turn.state).length === 1 && turn.state.dialing?.offHook !== true;
  if (alone) answerItself(turn, id, turn.settings.autoAnswerMuted);
}

export function autoAnswerTold(turn: Turn): void {
  turn.change({ toldOf: undefined });
}

/** `talk` answers or resumes, `hold` holds, `conference` joins it with the others; the person hears an answer that was not theirs. */
export function callControlled(turn: Turn, { call: id, action }: Event<'callControlled'>): void {
  const call = findCall(turn.state, id);
  if (action === 'hold') hold(turn, id);
  else if (action === 'conference') joinOthers(turn, id);
  else if (call?.state === 'incoming') answerItself(turn, id, false);
  else resume(turn, id);
}

function answerItself(turn: Turn, id: CallId, muted: boolean): void {
  if (findCall(turn.state, id)?.state !== 'incoming') return;
  answer(turn, id);
  turn.changeCall(id, { autoAnswered: true });
  turn.change({ muted, toldOf: id });
}

// A discreet call (AudioCodes §3.2.3.5): somebody hears what is said near this phone, and nothing on the phone shows it. It is no call of the
// desk's: no screen, lamp, tone or log knows of it, and only the other side ends it. While the phone is used otherwise it waits unheard.

import type { CallId } from '#ui/phone';
import type { DeskInput, UserInput } from './desk-messages.ts';
import type { DeskState } from './desk-state.ts';
import type { Turn } from './turn.ts';

export function callDiscreetly(turn: Turn, { line, number }: Extract<UserInput, { type: 'callDiscreetly' }>): void {
  if (turn.state.discreet !== undefined || !turn.settings.usableLines.includes(line)) return;
  const callCount = turn.state.callCount + 1;
  const call = `call-${callCount}`;
  turn.change({ discreet: { call, answered: false }, callCount });
  turn.ask({ type: 'placeCall', call, line, number });
}

/** True when the news was of the discreet call. */
export function newsOfDiscreetCall(turn: Turn, input: DeskInput): boolean {
  const { discreet } = turn.state;
  if (discreet === undefined || !('call' in input) || input.call !== discreet.call) return false;
  if (input.type === 'callAnswered') turn.change({ discreet: { ...discreet, answered: true } });
  if (input.type === 'callEnded') turn.change({ discreet: undefined });
  return true;
}

/** The discreet call that hears the room now. */
export function listeningCall({ discreet, path }: Pick<DeskState, 'discreet' | 'path'>): CallId | undefined {
  return discreet?.answered === true && path === 'none' ? discreet.call : undefined;
}

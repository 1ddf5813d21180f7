// The number buffer: typed on-hook or off-hook, corrected, dialled.

import type { CallId, Digit, LineIndex, Party } from '#ui/phone';
import { closeIdlePath, naturalPath, openPath } from './audio-path.ts';
import { forgetEnded, holdActiveCall } from './call-commands.ts';
import type { DeskEffect, UserInput } from './desk-messages.ts';
import { type DeskCall, type DeskState, heardCall, liveCalls, newCall } from './desk-state.ts';
import { asHidden } from './own-number.ts';
import type { Turn } from './turn.ts';

type PlaceCall = Extract<DeskEffect, { type: 'placeCall' }>;

/** An address with its domain, as a list or the console may dial it. */
export const longestAddress = 256;

/** Takes a line and opens a path for a new call; what is active goes on hold. */
export function openLine(turn: Turn, line: LineIndex | undefined): void {
  const chosen = usableLine(turn, line);
  if (chosen === undefined) return;
  if (heardCall(turn.state)?.state === 'outgoing') return;
  const path = naturalPath(turn);
  holdActiveCall(turn);
  openPath(turn, path);
  forgetEnded(turn);
  const number = turn.state.dialing?.number ?? '';
  turn.change({ dialing: { line: chosen, number, offHook: true }, selectedLine: chosen });
}

export function typeDigit(turn: Turn, digit: Digit): void {
  const { dialing } = turn.state;
  const line = dialing?.line ?? usableLine(turn, undefined);
  if (line === undefined) return;
  if (digit === '#' && turn.settings.hashDials && (dialing?.number ?? '') !== '') {
    dialNumber(turn);
    return;
  }
  const number = dialing?.number ?? '';
  if (number.length >= turn.settings.longestNumber) {
    turn.ask({ type: 'alert' });
    return;
  }
  // A handset in the hand, or a path that the last call left open, dials off-hook.
  const offHook = dialing?.offHook ?? (turn.state.handset === 'offHook' || turn.state.path !== 'none');
  if (offHook) openPath(turn, naturalPath(turn));
  forgetEnded(turn);
  turn.change({ dialing: { line, number: number + digit, offHook } });
  // On-hook the number waits for the Dial key.
  if (offHook && turn.settings.planned?.(line, number + digit)?.type === 'complete') dialNumber(turn);
}

/** On-hook the last digit's removal ends dialling; off-hook the dial tone is waited for again. */
export function deleteDigit(turn: Turn): void {
  const { dialing } = turn.state;
  if (dialing === undefined) return;
  const number = dialing.number.slice(0, -1);
  turn.change({ dialing: number === '' && !dialing.offHook ? undefined : { ...dialing, number } });
}

/** Numbers abroad begin with it (ITU-T E.123); elsewhere a held 0 is a 0. */
export function makePlus(turn: Turn): void {
  const { dialing } = turn.state;
  if (dialing?.number === '0') turn.change({ dialing: { ...dialing, number: '+' } });
}

export function cancelDialing(turn: Turn): void {
  if (turn.state.dialing === undefined) return;
  turn.change({ dialing: undefined });
  closeIdlePath(turn);
}

export function dialNumber(turn: Turn): void {
  const { dialing } = turn.state;
  if (dialing === undefined || dialing.number === '') return;
  const number = plannedNumber(turn, dialing);
  if (number === undefined) turn.ask({ type: 'alert' });
  else dial(turn, number, dialing.line);
}

/** What was typed as the line's dial plan changes it, or as it is where it does not know it; undefined: it is barred. */
export function plannedNumber({ settings }: Turn, { line, number }: NonNullable<DeskState['dialing']>): string | undefined {
  const planned = line === undefined ? undefined : settings.planned?.(line, number);
  if (planned === undefined || planned.type === 'unknown') return number;
  return planned.type === 'barred' ? undefined : (planned.number ?? number);
}

/** Places a call at once; what is active goes on hold. One call can be on its way at a time. */
export function dial(turn: Turn, number: string, line: LineIndex | undefined): void {
  const chosen = usableLine(turn, line);
  const wanted = number.trim().slice(0, longestAddress);
  if (chosen === undefined || wanted === '' || heardCall(turn.state)?.state === 'outgoing') return;
  const call = place(turn, chosen, { name: undefined, number: wanted }, {});
  turn.change({ lastDialed: { number: wanted, line: chosen } });
  const { transfer, inviting } = turn.state;
  if (transfer !== undefined && transfer.consultation === undefined)
    turn.change({ transfer: { ...transfer, consultation: call } });
  if (inviting !== undefined && inviting.consultation === undefined)
    turn.change({ inviting: { ...inviting, consultation: call } });
}

/** The person sees who calls there, not the address of that very phone; and redials neither. */
export function pickUp(turn: Turn, { line, number, remote, replaces }: Extract<UserInput, { type: 'pickUp' }>): void {
  if (usableLine(turn, line) === undefined || heardCall(turn.state)?.state === 'outgoing') return;
  place(turn, line, remote, { replaces, number });
}

/** What the person pressed is a call from here on. `wishes.number`: where it goes when not to the number that is shown. */
export function place(
  turn: Turn,
  line: LineIndex,
  remote: Party,
  wishes: Pick<PlaceCall, 'replaces' | 'takes'> & Partial<Pick<PlaceCall, 'number'>>,
): CallId {
  const path = naturalPath(turn);
  holdActiveCall(turn);
  openPath(turn, path);
  const call = outgoingCall(turn, line, remote);
  turn.change({
    calls: [...liveCalls(turn.state), call],
    focusedCall: call.id,
    dialing: undefined,
    selectedLine: line,
    muted: false,
    callCount: turn.state.callCount + 1,
  });
  turn.ask({ type: 'placeCall', call: call.id, line, number: remote.number, ...asHidden(turn), ...wishes });
  return call.id;
}

export function redial(turn: Turn): void {
  const { lastDialed, dialing } = turn.state;
  if (lastDialed === undefined) return;
  dial(turn, lastDialed.number, dialing?.line ?? lastDialed.line);
}

function outgoingCall(turn: Turn, line: LineIndex, remote: Party): DeskCall {
  const id = `call-${turn.state.callCount + 1}`;
  return newCall({ id, line, direction: 'outgoing', state: 'outgoing', phase: 'calling', remote }, turn.nowMs);
}

/** The line asked for, else the selected one, else the first that can be used. */
function usableLine(turn: Turn, line: LineIndex | undefined): LineIndex | undefined {
  const { usableLines } = turn.settings;
  if (line !== undefined) return usableLines.includes(line) ? line : undefined;
  return usableLines.includes(turn.state.selectedLine) ? turn.state.selectedLine : usableLines[0];
}

// Hands on the phone: handset, speaker key, headset key, line keys. Each means what the moment makes of it.

import type { HeadsetButton } from '#hal/headset/headset';
import type { AudioPath, Digit, LineIndex } from '#ui/phone';
import { closeIdlePath, openPath } from './audio-path.ts';
import { answer, end, hold, reject, resume } from './call-commands.ts';
import { leave } from './conference.ts';
import { findCall, heardCall, incomingCall, isMember } from './desk-state.ts';
import { cancelDialing, dialNumber, openLine, typeDigit } from './dialing.ts';
import { stopPage } from './paging.ts';
import { takeSharedCall } from './shared-calls.ts';
import { completedByHangUp } from './transfer.ts';
import type { Turn } from './turn.ts';
import { changeVolume, toggleMute, volumeOf } from './volume.ts';

export function liftHandset(turn: Turn): void {
  if (turn.state.handset === 'offHook' || turn.settings.headsetOnly) return;
  turn.change({ handset: 'offHook', headsetTaken: false });
  takeUp(turn, 'handset');
}

/** On-hook ends what the handset holds. */
export function replaceHandset(turn: Turn): void {
  if (turn.state.handset === 'onHook') return;
  turn.change({ handset: 'onHook' });
  if (turn.state.path === 'handset') putDown(turn);
  else if (turn.state.path === 'none') endHeldCall(turn);
}

export function pressPathKey(turn: Turn, path: 'speaker' | 'headset'): void {
  if (path === 'speaker' && turn.settings.headsetOnly) return;
  turn.change({ headsetTaken: path === 'headset' });
  if (turn.state.path !== path) {
    takeUp(turn, path);
    return;
  }
  // With the handset lifted the key changes places only: the call, or the dial tone, goes back to the handset.
  const carries = heardCall(turn.state) !== undefined || turn.state.dialing?.offHook === true;
  if (turn.state.handset === 'offHook' && carries) openPath(turn, 'handset');
  else putDown(turn);
}

export function plugHeadset(turn: Turn, plugged: boolean): void {
  turn.change({ headsetPlugged: plugged });
  if (plugged || turn.state.path !== 'headset') return;
  openPath(turn, turn.state.handset === 'offHook' ? 'handset' : 'speaker');
}

export function pressHeadsetButton(turn: Turn, button: HeadsetButton): void {
  switch (button) {
    case 'answer':
      turn.change({ headsetTaken: true });
      if (turn.state.path !== 'headset' || incomingCall(turn.state) !== undefined) takeUp(turn, 'headset');
      return;
    case 'end':
      if (heardCall(turn.state) === undefined && incomingCall(turn.state) !== undefined) reject(turn, undefined);
      else if (turn.state.path === 'headset') putDown(turn);
      return;
    case 'mute':
      toggleMute(turn);
      return;
    default:
      if (!turn.settings.keptVolumes?.includes(volumeOf(turn))) changeVolume(turn, button === 'up' ? 1 : -1);
  }
}

/** Answers, holds or resumes what is on the line; else takes over what another phone of the line holds; else takes the line. */
export function pressLine(turn: Turn, line: LineIndex): void {
  const onLine = turn.state.calls.filter((call) => call.line === line);
  const waiting = onLine.find((call) => call.state === 'incoming');
  const active = onLine.find((call) => call.state === 'active');
  const held = onLine.filter((call) => call.state === 'held');
  const focused = held.find((call) => call.id === turn.state.focusedCall) ?? held.at(-1);
  if (waiting !== undefined) answer(turn, waiting.id);
  else if (active !== undefined) hold(turn, active.id);
  else if (focused !== undefined) resume(turn, focused.id);
  else {
    const shared = turn.settings.sharedCalls?.find((call) => call.line === line);
    if (shared === undefined) openLine(turn, line);
    else takeSharedCall(turn, shared);
  }
}

export function pressDigit(turn: Turn, digit: Digit): void {
  const heard = heardCall(turn.state);
  const takesDtmf = heard?.state === 'active' || heard?.phase === 'progress';
  if (turn.state.dialing === undefined && heard !== undefined) {
    if (!takesDtmf) return;
    turn.changeCall(heard.id, { sentDigits: (heard.sentDigits + digit).slice(-32) });
    turn.change({ soundingDigit: { call: heard.id, digit } });
    turn.ask({ type: 'startDtmf', call: heard.id, digit });
    return;
  }
  // Beside a call that rings nobody means to dial; the digits would wait unseen.
  const front = findCall(turn.state, turn.state.focusedCall);
  if (front?.state === 'incoming' && turn.state.dialing?.offHook !== true) return;
  typeDigit(turn, digit);
}

export function releaseDigit(turn: Turn, digit: Digit): void {
  const { soundingDigit } = turn.state;
  if (soundingDigit?.digit !== digit) return;
  turn.change({ soundingDigit: undefined });
  turn.ask({ type: 'stopDtmf', call: soundingDigit.call });
}

/** A path is taken up: answer, dial what was typed, bring the call over, or wait for a number. */
function takeUp(turn: Turn, path: AudioPath): void {
  const ringing = incomingCall(turn.state);
  const heard = heardCall(turn.state);
  const { dialing, page } = turn.state;
  if (ringing !== undefined && heard === undefined) {
    openPath(turn, path);
    answer(turn, ringing.id);
  } else if (heard !== undefined) {
    openPath(turn, path);
  } else if (page?.heard === true) {
    openPath(turn, path);
  } else if (dialing !== undefined && !dialing.offHook && dialing.number !== '') {
    openPath(turn, path);
    dialNumber(turn);
  } else if (dialing?.offHook === true) {
    openPath(turn, path);
  } else {
    openPath(turn, path);
    openLine(turn, dialing?.line);
    closeIdlePath(turn);
  }
}

/** A path is put down: the call or the dialling that it carries is over. */
function putDown(turn: Turn): void {
  const heard = heardCall(turn.state);
  if (heard !== undefined) {
    if (isMember(turn.state, heard.id)) leave(turn);
    else if (!completedByHangUp(turn, heard.id)) end(turn, heard.id);
  } else if (turn.state.dialing?.offHook === true) cancelDialing(turn);
  else if (turn.state.page?.heard === true) stopPage(turn);
  turn.change({ path: 'none', muted: false });
}

/** `voip/onhook_disconnect_when_held/enabled`: hanging up ends a call that is on hold, too. */
function endHeldCall(turn: Turn): void {
  const focused = findCall(turn.state, turn.state.focusedCall);
  if (turn.settings.onHookEndsHeldCall && focused?.state === 'held') end(turn, focused.id);
}

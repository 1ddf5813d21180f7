// A wireless headset's base at an electronic hook switch (DHSG and its like), as a pure function: it tells that somebody has taken the headset
// or put it down, and is told to ring, to open its radio and that the microphone is off.

import type { HeadsetButton, HeadsetCallState } from '../headset.ts';

/** What a base tells. `hookPressed`: a button that says neither up nor down, as bases with one contact have. */
export type EhsSignal = 'offHook' | 'onHook' | 'hookPressed' | 'mute' | 'volumeUp' | 'volumeDown' | 'present' | 'absent';

/** What a base is told. */
export type EhsCommand = 'ringOn' | 'ringOff' | 'linkOn' | 'linkOff' | 'muteOn' | 'muteOff';

export interface EhsState {
  readonly call: HeadsetCallState;
  readonly muted: boolean;
  /** We have told the base to keep its radio open. */
  readonly link: boolean;
  /** It has it open, by our word or by its button. */
  readonly open: boolean;
  readonly present: boolean;
}

export const restingEhs: EhsState = { call: 'idle', muted: false, link: false, open: false, present: false };

export interface EhsStep {
  readonly state: EhsState;
  readonly commands: readonly EhsCommand[];
  readonly buttons: readonly HeadsetButton[];
  /** The headset came or went. */
  readonly plugged?: boolean;
}

function step(state: EhsState, commands: readonly EhsCommand[] = [], buttons: readonly HeadsetButton[] = []): EhsStep {
  return { state, commands, buttons };
}

const inCall = (call: HeadsetCallState): boolean => call === 'active' || call === 'held';

/** The phone's state is another: the base rings, opens its radio, or rests. */
export function callShown(state: EhsState, call: HeadsetCallState): EhsStep {
  if (!state.present) return step({ ...state, call });
  const commands: EhsCommand[] = [];
  if (state.call === 'ringing' && call !== 'ringing') commands.push('ringOff');
  if (call === 'ringing' && state.call !== 'ringing') commands.push('ringOn');
  // The radio stays open over a hold: to open it anew takes a second.
  if (inCall(call) && !state.link) commands.push('linkOn');
  if (!inCall(call) && state.link) commands.push('linkOff');
  return step({ ...state, call, link: inCall(call) }, commands);
}

export function muteShown(state: EhsState, muted: boolean): EhsStep {
  if (muted === state.muted) return step(state);
  return step({ ...state, muted }, state.present ? [muted ? 'muteOn' : 'muteOff'] : []);
}

export function signalReceived(state: EhsState, signal: EhsSignal): EhsStep {
  switch (signal) {
    case 'present':
      return state.present ? step(state) : { ...broughtUp({ ...state, present: true, open: false }), plugged: true };
    case 'absent':
      return state.present ? { ...step({ ...state, present: false, link: false, open: false }), plugged: false } : step(state);
    case 'mute':
      return step(state, [], ['mute']);
    case 'volumeUp':
      return step(state, [], ['up']);
    case 'volumeDown':
      return step(state, [], ['down']);
    case 'hookPressed':
      return step(state, [], [inCall(state.call) ? 'end' : 'answer']);
    case 'offHook':
      // Our own word to open the radio is answered so, too.
      return step({ ...state, open: true }, [], state.open || inCall(state.call) ? [] : ['answer']);
    case 'onHook':
      return step({ ...state, open: false }, [], inCall(state.call) ? ['end'] : []);
  }
}

/** A base that comes learns what it missed. */
function broughtUp(state: EhsState): EhsStep {
  const commands: EhsCommand[] = [];
  if (state.call === 'ringing') commands.push('ringOn');
  if (inCall(state.call)) commands.push('linkOn');
  if (state.muted) commands.push('muteOn');
  return step({ ...state, link: inCall(state.call) }, commands);
}

// What a headset's hook switch and buttons mean, as a pure function of what the headset was told: a lamp that is lit is answered by the hook
// switch that follows it, and that is nobody's hand.

import type { HeadsetButton, HeadsetCallState } from '../headset.ts';
import type { TelephonyInput, TelephonyLamp } from './telephony-layout.ts';

export interface TelephonyState {
  /** What the phone has told. */
  readonly call: HeadsetCallState;
  readonly muted: boolean;
  /** What the headset has told. */
  readonly inputs: ReadonlyMap<TelephonyInput, boolean>;
}

export const restingTelephony: TelephonyState = { call: 'idle', muted: false, inputs: new Map() };

export interface TelephonyStep {
  readonly state: TelephonyState;
  readonly buttons: readonly HeadsetButton[];
}

/** A report came. `relative` inputs tell each press by itself, however often. */
export function reportReceived(
  state: TelephonyState,
  now: ReadonlyMap<TelephonyInput, boolean>,
  relative: ReadonlySet<TelephonyInput>,
): TelephonyStep {
  const buttons: HeadsetButton[] = [];
  for (const [input, on] of now) {
    const before = state.inputs.get(input) ?? false;
    const changed = on !== before;
    if (input === 'hookSwitch') {
      const button = changed ? hookMoved(state.call, on) : undefined;
      if (button !== undefined) buttons.push(button);
    } else if (on && (changed || relative.has(input))) buttons.push(meanings[input]);
  }
  return { state: { ...state, inputs: new Map([...state.inputs, ...now]) }, buttons };
}

const meanings: Readonly<Record<Exclude<TelephonyInput, 'hookSwitch'>, HeadsetButton>> = {
  mute: 'mute',
  drop: 'end',
  volumeUp: 'up',
  volumeDown: 'down',
};

/** Off-hook in a call follows our lamp, on-hook without one too. */
function hookMoved(call: HeadsetCallState, off: boolean): HeadsetButton | undefined {
  const inCall = call === 'active' || call === 'held';
  if (off) return inCall ? undefined : 'answer';
  return inCall ? 'end' : undefined;
}

/** Which lamps say it. */
export function lampsOf({ call, muted }: Pick<TelephonyState, 'call' | 'muted'>): ReadonlySet<TelephonyLamp> {
  const lit: TelephonyLamp[] = [];
  if (call === 'ringing') lit.push('ring');
  if (call === 'active' || call === 'held') lit.push('offHook');
  if (call === 'held') lit.push('hold');
  if (muted) lit.push('mute');
  return new Set(lit);
}

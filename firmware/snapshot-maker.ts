// Makes the `PhoneSnapshot` that surfaces draw. What did not change stays the same object.

import type { AudioSnapshot, CallLogEntry, LineSnapshot, Notice, PhoneSnapshot, StatusSnapshot } from '#ui/phone';
import { type DeskState, incomingCall } from './calls/desk-state.ts';

export interface SnapshotParts {
  readonly starting: boolean;
  readonly state: DeskState;
  readonly lines: readonly LineSnapshot[];
  readonly callLog: readonly CallLogEntry[];
  readonly missedCalls: number;
  readonly notices: readonly Notice[];
  readonly status: StatusSnapshot;
}

export class SnapshotMaker {
  #audio: AudioSnapshot | undefined;

  make({ starting, state, lines, callLog, missedCalls, notices, status }: SnapshotParts): PhoneSnapshot {
    this.#audio = keepIfSame(this.#audio, audioOf(state));
    return {
      phase: starting ? 'starting' : 'ready',
      lines,
      selectedLine: state.selectedLine,
      calls: state.calls,
      focusedCall: state.focusedCall,
      dialing: state.dialing,
      transfer: state.transfer,
      monitors: [],
      handset: state.handset,
      headsetPlugged: state.headsetPlugged,
      audio: this.#audio,
      doNotDisturb: state.doNotDisturb,
      missedCalls,
      callLog,
      notices,
      status,
    };
  }
}

function audioOf(state: DeskState): AudioSnapshot {
  const of = state.path === 'none' ? 'ringer' : state.path;
  const ringing = incomingCall(state) !== undefined && !state.silenced;
  return { path: state.path, muted: state.muted, volume: { of, level: state.volumes[of] }, ringing };
}

function keepIfSame(before: AudioSnapshot | undefined, now: AudioSnapshot): AudioSnapshot {
  const same =
    before?.path === now.path &&
    before.muted === now.muted &&
    before.ringing === now.ringing &&
    before.volume.of === now.volume.of &&
    before.volume.level === now.volume.level;
  return same ? before : now;
}

// Recording the call that is heard, where the administrator lets it; and the sound test, which records the person alone.

import { closeIdlePath, naturalPath, openPath } from './audio-path.ts';
import { findCall, heardCall, incomingCall, liveCalls } from './desk-state.ts';
import type { Turn } from './turn.ts';

export function toggleRecording(turn: Turn): void {
  const { recording, recordingCount } = turn.state;
  const heard = heardCall(turn.state);
  if (recording !== undefined) stop(turn);
  else if (turn.settings.recordsCalls && heard?.state === 'active') {
    const id = recordingCount + 1;
    turn.change({ recording: { id, call: heard.id }, recordingCount: id });
    turn.ask({ type: 'startRecording', recording: id, remote: heard.remote });
  }
}

function stop(turn: Turn): void {
  const { recording } = turn.state;
  if (recording === undefined) return;
  turn.change({ recording: undefined });
  turn.ask({ type: 'stopRecording', recording: recording.id });
}

/** By itself: a limit, a full disk. */
export function recordingEnded(turn: Turn, id: number): void {
  if (turn.state.recording?.id === id) turn.change({ recording: undefined });
}

/** The person speaks, then hears it; pressed again it is given up. */
export function testSound(turn: Turn): void {
  const { state } = turn;
  if (state.soundTest !== undefined) {
    turn.change({ soundTest: undefined });
    turn.ask({ type: 'stopSoundTest' });
    closeIdlePath(turn);
  } else if (liveCalls(state).length === 0 && state.dialing === undefined) {
    openPath(turn, naturalPath(turn));
    turn.change({ soundTest: { stage: 'speaking', sinceMs: turn.nowMs }, muted: false });
    turn.ask({ type: 'startSoundTest' });
  }
}

export function soundTestMoved(turn: Turn, stage: 'listening' | 'over'): void {
  if (turn.state.soundTest === undefined) return;
  turn.change({ soundTest: stage === 'over' ? undefined : { stage, sinceMs: turn.nowMs } });
  if (stage === 'over') closeIdlePath(turn);
}

/** What is recorded is one call: it ends with it, and on hold, where another may be heard. Looked after once each turn. */
export function keepRecording(turn: Turn): void {
  const { recording, soundTest, path, dialing } = turn.state;
  if (recording !== undefined && findCall(turn.state, recording.call)?.state !== 'active') stop(turn);
  if (soundTest === undefined) return;
  const disturbed = heardCall(turn.state) !== undefined || incomingCall(turn.state) !== undefined || dialing !== undefined;
  if (path !== 'none' && !disturbed) return;
  turn.change({ soundTest: undefined });
  turn.ask({ type: 'stopSoundTest' });
  closeIdlePath(turn);
}

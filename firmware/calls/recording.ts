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

/** Another one takes the place of the one that is heard. */
export function playRecording(turn: Turn, recording: string): void {
  const { state } = turn;
  if (liveCalls(state).length > 0 || state.dialing !== undefined || state.soundTest !== undefined) return;
  if (state.playing !== undefined) turn.ask({ type: 'stopPlaying' });
  openPath(turn, naturalPath(turn));
  turn.change({ playing: recording });
  turn.ask({ type: 'startPlaying', file: recording });
}

export function stopPlaying(turn: Turn): void {
  if (turn.state.playing === undefined) return;
  turn.ask({ type: 'stopPlaying' });
  recordingPlayed(turn);
}

export function recordingPlayed(turn: Turn): void {
  if (turn.state.playing === undefined) return;
  turn.change({ playing: undefined });
  closeIdlePath(turn);
}

/** What a person listens to gives way to calls, and ends when the path is closed. */
function isDisturbed({ state }: Turn): boolean {
  const { path, dialing } = state;
  return path === 'none' || heardCall(state) !== undefined || incomingCall(state) !== undefined || dialing !== undefined;
}

/** What is recorded is one call: it ends with it, and on hold, where another may be heard. Looked after once each turn. */
export function keepRecording(turn: Turn): void {
  const { recording, soundTest, playing } = turn.state;
  if (recording !== undefined && findCall(turn.state, recording.call)?.state !== 'active') stop(turn);
  if (playing !== undefined && isDisturbed(turn)) stopPlaying(turn);
  if (soundTest === undefined || !isDisturbed(turn)) return;
  turn.change({ soundTest: undefined });
  turn.ask({ type: 'stopSoundTest' });
  closeIdlePath(turn);
}

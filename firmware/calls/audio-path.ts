// Which of handset, headset and loudspeaker is open, and when it opens and closes by itself.

import type { AudioPath } from '#ui/phone';
import { heardCall } from './desk-state.ts';
import type { Turn } from './turn.ts';

/** What a person expects to hear with: the handset in the hand, else the path that is open, else the device set for answering. */
export function naturalPath(turn: Turn): AudioPath {
  const { handset, path, headsetPlugged } = turn.state;
  if (turn.settings.headsetOnly) return 'headset';
  if (handset === 'offHook') return path === 'none' ? 'handset' : path;
  if (path !== 'none') return path;
  const { answerDevice, headsetMemory } = turn.settings;
  const wanted = answerDevice === 'headset' || (headsetMemory && turn.state.headsetTaken);
  return wanted && headsetPlugged ? 'headset' : 'speaker';
}

export function openPath(turn: Turn, path: AudioPath): void {
  turn.change({ path });
}

/** Closes the path when nothing is left to hear; mute belongs to what was heard and goes with it. */
export function closeIdlePath(turn: Turn): void {
  const { state } = turn;
  if (heardCall(state) !== undefined || state.dialing?.offHook === true) return;
  if (state.soundTest !== undefined || state.playing !== undefined || state.page?.heard === true) return;
  turn.change({ path: 'none', muted: false });
}

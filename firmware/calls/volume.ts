// Volume of what is heard now, and mute.

import type { Volumes } from './desk-state.ts';
import type { Turn } from './turn.ts';

const loudest = 10;

/** The open path's or, with none open, the ringer's. */
export function volumeOf({ state: { path } }: Turn): keyof Volumes {
  return path === 'none' ? 'ringer' : path;
}

/** Kept over restart. */
export function changeVolume(turn: Turn, step: 1 | -1): void {
  const { volumes } = turn.state;
  const of = volumeOf(turn);
  const level = Math.min(loudest, Math.max(0, volumes[of] + step));
  if (level === volumes[of]) return;
  turn.change({ volumes: { ...volumes, [of]: level } });
  turn.ask({ type: 'saveVolume', of, level });
}

/** Only where there is something to mute. */
export function toggleMute(turn: Turn): void {
  if (turn.state.path === 'none') return;
  turn.change({ muted: !turn.state.muted });
}

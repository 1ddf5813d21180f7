// Volume of what is heard now, and mute.

import type { Turn } from './turn.ts';

const loudest = 10;

/** The open path's volume or, with none open, the ringer's. Kept over restart. */
export function changeVolume(turn: Turn, step: 1 | -1): void {
  const { path, volumes } = turn.state;
  const of = path === 'none' ? 'ringer' : path;
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

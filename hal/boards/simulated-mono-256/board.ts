// Simulated desk phone with a wide black-and-white display, four lines and twelve function keys.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({
  class: 'mono-256',
  width: 256,
  height: 128,
  format: 'mono',
  lineKeys: 4,
  sidecar: { class: 'mono-256', width: 60, height: 376, format: 'mono', keys: 22 },
});

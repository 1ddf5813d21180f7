// Simulated desk phone with a 4.3-inch colour display.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({
  class: 'color-480',
  width: 480,
  height: 272,
  format: 'rgb565',
  sidecar: { class: 'color-480', width: 480, height: 272, format: 'rgb565', keys: 22 },
});

// Simulated desk phone with a small black-and-white display, four lines and no function keys.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({
  class: 'mono-128',
  width: 128,
  height: 64,
  format: 'mono',
  lineKeys: 4,
  functionKeys: 0,
});

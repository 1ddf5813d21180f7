// Simulated desk phone with the 132x64 display of many small controllers, four lines and no function keys.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({
  class: 'mono-132',
  width: 132,
  height: 64,
  format: 'mono',
  lineKeys: 4,
  functionKeys: 0,
});

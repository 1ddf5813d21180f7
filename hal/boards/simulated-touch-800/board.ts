// Simulated desk phone with a touch-screen, whose function keys are on the screen.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({
  class: 'touch-800',
  width: 800,
  height: 480,
  format: 'rgb565',
  touch: true,
  functionKeys: 0,
});

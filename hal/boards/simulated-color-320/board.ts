// Simulated desk phone with a quarter-VGA colour display; the board that is meant when none is named.

import type { BoardDefinition } from '../../board.ts';
import { simulatedBoard } from '../simulated.ts';

export const board: BoardDefinition = simulatedBoard({ class: 'color-320', width: 320, height: 240, format: 'rgb565' });

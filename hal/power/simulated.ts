// Power of the virtual board: a restart is a fact that whoever runs the simulator may act on.

import type { DriverContext } from '../driver.ts';
import type { Power } from './power.ts';

export async function openSimulatedPower({ virtualBoard }: DriverContext): Promise<Power> {
  const board = await virtualBoard();
  return { restart: async () => board.requestRestart(), [Symbol.asyncDispose]: async () => {} };
}

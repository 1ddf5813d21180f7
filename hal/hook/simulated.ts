// Hook switch of the virtual board.

import type { DriverContext } from '../driver.ts';
import { isDeviceEvent } from '../simulator/virtual-board.ts';
import type { Hook } from './hook.ts';

export async function openSimulatedHook({ report, virtualBoard }: DriverContext): Promise<Hook> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (change.type === 'hookMoved' || isDeviceEvent(change, 'hook')) report(change);
  });
  return {
    get off(): boolean {
      return board.hookOff;
    },
    [Symbol.asyncDispose]: async () => stop(),
  };
}

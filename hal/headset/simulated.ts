// Headset of the virtual board.

import type { DriverContext } from '../driver.ts';
import { isDeviceEvent } from '../simulator/virtual-board.ts';
import type { Headset } from './headset.ts';

export async function openSimulatedHeadset({ report, virtualBoard }: DriverContext): Promise<Headset> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (change.type === 'headsetPlugged' || change.type === 'headsetButtonPressed' || isDeviceEvent(change, 'headset')) {
      report(change);
    }
  });
  return {
    get plugged(): boolean {
      return board.headsetPlugged;
    },
    showCall: (state) => board.showOnHeadset({ call: state }),
    showMute: (muted) => board.showOnHeadset({ muted }),
    [Symbol.asyncDispose]: async () => stop(),
  };
}

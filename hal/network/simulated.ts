// Network interface of the virtual board: loopback, unless whoever made the board says otherwise.

import type { DriverContext } from '../driver.ts';
import type { Network, NetworkAddress } from './network.ts';

export async function openSimulatedNetwork({ report, virtualBoard }: DriverContext): Promise<Network> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (change.type === 'addressChanged') report(change);
  });
  return {
    get addresses(): readonly NetworkAddress[] {
      return board.addresses;
    },
    macAddress: board.macAddress,
    [Symbol.asyncDispose]: async () => stop(),
  };
}

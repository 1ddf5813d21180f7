// Network interface of the virtual board: loopback, unless whoever made the board says otherwise.

import type { DriverContext } from '../driver.ts';
import type { DhcpOptions, Network, NetworkAddress } from './network.ts';

export async function openSimulatedNetwork({ report, virtualBoard }: DriverContext): Promise<Network> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (change.type === 'addressChanged' || change.type === 'dhcpOptionsChanged') report(change);
  });
  return {
    get addresses(): readonly NetworkAddress[] {
      return board.addresses;
    },
    get dhcpOptions(): DhcpOptions {
      return board.dhcpOptions;
    },
    macAddress: board.macAddress,
    [Symbol.asyncDispose]: async () => stop(),
  };
}

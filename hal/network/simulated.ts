// Network interface of the virtual board: loopback, unless whoever made the board says otherwise.

import type { DriverContext } from '../driver.ts';
import type { DhcpOptions, Network, NetworkAddress, NetworkEvent } from './network.ts';

const told: ReadonlySet<string> = new Set([
  'addressChanged',
  'dhcpOptionsChanged',
  'duplicateAddressesChanged',
] satisfies NetworkEvent['type'][]);

export async function openSimulatedNetwork({ report, virtualBoard }: DriverContext): Promise<Network> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (told.has(change.type)) report(change as NetworkEvent);
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

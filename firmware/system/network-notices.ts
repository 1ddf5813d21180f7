// Tells of a network that is not there, until it is. AudioCodes table 2-9, "LAN Link failure".

import type { NetworkAddress } from '#hal/network/network';
import { knownNotice } from './known-notices.ts';
import type { Notices } from './notices.ts';

const id = 'network-link';

function isLoopback({ address }: NetworkAddress): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** `onLoopback`: the phone is meant to live on this machine alone, as a simulated one does. */
export function tellOfLink(
  addresses: readonly NetworkAddress[],
  onLoopback: boolean,
  notices: Pick<Notices, 'raise' | 'clear'>,
): void {
  const useful = addresses.filter((address) => onLoopback || !isLoopback(address));
  if (useful.length > 0) notices.clear(id);
  else notices.raise(knownNotice('lanLink', { id, severity: 'error', lasting: true }));
}

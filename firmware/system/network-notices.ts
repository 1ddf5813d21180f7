// Tells of a network that is not there, and of addresses that are another's, until it is well. AudioCodes table 2-9, "LAN Link failure".

import type { NetworkAddress } from '#hal/network/network';
import { knownNotice } from './known-notices.ts';
import type { Notices } from './notices.ts';

const id = 'network-link';

function isLoopback({ address }: NetworkAddress): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** What another device has already; none: the notice goes. */
export function tellOfDuplicates(addresses: readonly string[], notices: Pick<Notices, 'raise' | 'clear'>): void {
  const about = { id: 'duplicate-address', severity: 'error', lasting: true } as const;
  if (addresses.length === 0) notices.clear(about.id);
  else notices.raise(knownNotice('duplicateAddress', about, { address: addresses.join(', ') }));
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

// Contract of the network interface: its addresses and what DHCP said, now, and the news when they change.

export interface NetworkAddress {
  readonly family: 4 | 6;
  readonly address: string;
  /** Linux interface name, `eth0`. */
  readonly interface: string;
}

/** By number, the bytes as they came; several of one number joined (RFC 3396). */
export type DhcpOptions = ReadonlyMap<number, Uint8Array>;

export type NetworkEvent =
  | { readonly type: 'addressChanged'; readonly addresses: readonly NetworkAddress[] }
  | { readonly type: 'dhcpOptionsChanged'; readonly options: DhcpOptions }
  /** Addresses of ours that another device answers for; empty: none any more. */
  | { readonly type: 'duplicateAddressesChanged'; readonly addresses: readonly string[] };

export interface Network extends AsyncDisposable {
  /** Usable addresses, best first; loopback only when there is nothing else. */
  readonly addresses: readonly NetworkAddress[];
  /** Lower-case hexadecimal without separators, `001122334455`. */
  readonly macAddress: string;
  /** Of the lease that holds; empty without one. */
  readonly dhcpOptions: DhcpOptions;
}

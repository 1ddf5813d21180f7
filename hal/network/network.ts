// Contract of the network interface: its addresses now, and the news when they change.

export interface NetworkAddress {
  readonly family: 4 | 6;
  readonly address: string;
  /** Linux interface name, `eth0`. */
  readonly interface: string;
}

export interface NetworkEvent {
  readonly type: 'addressChanged';
  readonly addresses: readonly NetworkAddress[];
}

export interface Network extends AsyncDisposable {
  /** Usable addresses, best first; loopback only when there is nothing else. */
  readonly addresses: readonly NetworkAddress[];
  /** Lower-case hexadecimal without separators, `001122334455`. */
  readonly macAddress: string;
}

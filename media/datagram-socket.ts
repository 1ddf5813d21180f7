// UDP sockets marked for the network's queues (RFC 2474), for those who let Node adopt them: Node marks streams only.

import { loadNativeCore } from './native.ts';

export interface DatagramSocketWishes {
  /** A literal, a link-local one with its zone; `0.0.0.0` and `::` for all interfaces. IPv6 takes no IPv4. */
  readonly address: string;
  /** 0: any. */
  readonly port: number;
  /** The byte of the IP header; 0..255. */
  readonly tos: number;
}

/** The descriptor, which is the caller's from then on; a string is errno's name, such as `EADDRINUSE`. Throws `MEDIA_NATIVE_MISSING`. */
export function bindDatagramSocket({ address, port, tos }: DatagramSocketWishes, nativeCore?: URL): number | string {
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65535;
  if (!isPort || !Number.isInteger(tos) || tos < 0 || tos > 255) throw new RangeError(`port ${port}, type of service ${tos}`);
  return loadNativeCore(nativeCore).bindDatagramSocket(address, port, tos);
}

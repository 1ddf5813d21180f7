// UDP and TCP on Node's sockets: one socket per protocol and family for all lines (RFC 3261 §18).

import type { SipMessage } from '../message/message.ts';
import type { Clock, Log } from '../ports.ts';
import type { Protocol, SocketAddress, Target, Transport, TransportEvent } from './transport.ts';

/** Port 0 lets the kernel choose. `0.0.0.0` and `::` listen on all interfaces. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

export interface ListenOptions {
  readonly udp?: readonly ListenAddress[];
  readonly tcp?: readonly ListenAddress[];
}

export interface BoundAddress {
  readonly protocol: Protocol;
  readonly local: SocketAddress;
}

export interface NodeTransportOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly listener: (event: TransportEvent) => void;
}

export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;

  constructor(options: NodeTransportOptions) {
    this.#options = options;
  }

  /** Once, before the first `send`. Rejects with `TransportError` when an address cannot be bound; nothing stays open then. */
  listen(_options: ListenOptions): Promise<readonly BoundAddress[]> {
    throw new Error(`not written yet ${this.#options.clock.monotonicMs}`);
  }

  isReliable(protocol: Protocol): boolean {
    return protocol !== 'UDP';
  }

  localAddress(_target: Target): SocketAddress {
    throw new Error('not written yet');
  }

  send(_message: SipMessage, _target: Target): Promise<void> {
    throw new Error('not written yet');
  }

  /** The machine's addresses or routes changed: forget what `localAddress` remembers. */
  addressesChanged(): void {
    throw new Error('not written yet');
  }

  [Symbol.asyncDispose](): Promise<void> {
    throw new Error('not written yet');
  }
}

// UDP and TCP on Node's sockets: one socket per protocol and family for all lines (RFC 3261 §18).

import { connect, createServer, isIPv6, type Server } from 'node:net';
import type { SipMessage } from '../message/message.ts';
import { serializeMessage } from '../message/serialize-message.ts';
import type { Clock, Log } from '../ports.ts';
import { fromNode, isWildcard, toNode } from './literal-address.ts';
import { LocalAddresses } from './local-addresses.ts';
import { toTransportError } from './socket-errors.ts';
import { StreamConnections } from './stream-connections.ts';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.ts';
import {
  type Protocol,
  type SocketAddress,
  type Target,
  type Transport,
  TransportError,
  type TransportEvent,
} from './transport.ts';
import { UdpSocket } from './udp-socket.ts';

/** Port 0 lets the kernel choose. `0.0.0.0` and `::` listen on all interfaces. One address per family. */
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
  readonly limits?: Partial<StreamLimits>;
}

export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;
  readonly #localAddresses: LocalAddresses;
  readonly #tcp: StreamConnections;
  readonly #udpSockets = new Map<4 | 6, UdpSocket>();
  readonly #servers = new Map<4 | 6, Server>();
  readonly #bound: BoundAddress[] = [];

  constructor(options: NodeTransportOptions) {
    const { clock, log, limits, listener } = options;
    this.#options = options;
    this.#localAddresses = new LocalAddresses(clock);
    this.#tcp = new StreamConnections({
      clock,
      log,
      limits: { ...defaultStreamLimits, ...limits },
      protocol: 'TCP',
      dial: (remote) => connect({ host: toNode(remote), port: remote.port, family: remote.family }),
      listener,
    });
  }

  /** Once, before the first `send`. Rejects with `TransportError` when an address cannot be bound; nothing stays open then. */
  async listen(options: ListenOptions): Promise<readonly BoundAddress[]> {
    try {
      for (const wanted of options.udp ?? []) await this.#listenUdp(toSocketAddress(wanted));
      for (const wanted of options.tcp ?? []) await this.#listenTcp(toSocketAddress(wanted));
    } catch (error) {
      await this.#stopListening();
      throw error;
    }
    return this.#bound;
  }

  /** After `addressesChanged`. Connections stay; datagrams can not be sent until this resolves. Rejects as `listen` does. */
  async listenElsewhere(options: ListenOptions): Promise<readonly BoundAddress[]> {
    await this.#stopListening();
    return this.listen(options);
  }

  isReliable(protocol: Protocol): boolean {
    return protocol !== 'UDP';
  }

  /**
   * With the port that we listen on, over a stream too, where the connection itself has another (RFC 3261 §18.1.1). The kernel is asked in the
   * call, and its answer remembered for two seconds. Throws `TransportError`: `unreachable` without a route, `unsupported` without a socket.
   */
  localAddress(target: Target): SocketAddress {
    const { family } = target.remote;
    const bound = this.#bound.find(({ protocol, local }) => protocol === target.protocol && local.family === family);
    // A phone that only opens TCP connections is still reached where its UDP socket is.
    const local = bound?.local ?? (target.protocol === 'TCP' ? this.#udpSockets.get(family)?.local : undefined);
    if (local === undefined && target.protocol !== 'TCP') throw notListening(target);
    const port = local?.port ?? 5060;
    if (local !== undefined && !isWildcard(local.address)) return { ...local, port };
    return { ...this.#localAddresses.towards(target.remote), port };
  }

  send(message: SipMessage, target: Target): Promise<void> {
    switch (target.protocol) {
      case 'UDP': {
        const socket = this.#udpSockets.get(target.remote.family);
        return socket?.send(serializeMessage(message), target.remote) ?? Promise.reject(notListening(target));
      }
      case 'TCP':
        return this.#tcp.send(serializeMessage(message), target);
      default:
        return Promise.reject(new TransportError('unsupported', `${target.protocol} is not there yet`));
    }
  }

  /**
   * The machine's addresses or routes changed: forgets what `localAddress` remembers. `present` are the addresses that it has now:
   * connections from others are dead, though the kernel would take messages for them for a quarter of an hour.
   */
  addressesChanged(present?: readonly string[]): void {
    this.#localAddresses.forget();
    if (present !== undefined) this.#tcp.closeAway(present);
  }

  /** Ends all connections at once: what the layers above want to say, they say before. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#tcp.close();
    const servers = [...this.#servers.values()];
    const closed = servers.map((server) => new Promise<void>((resolve) => server.once('close', () => resolve())));
    await this.#stopListening();
    await Promise.all(closed);
  }

  /** Without waiting for what was accepted: a server's `close` event comes after its last connection. */
  async #stopListening(): Promise<void> {
    const udpSockets = [...this.#udpSockets.values()];
    for (const server of this.#servers.values()) server.close();
    this.#udpSockets.clear();
    this.#servers.clear();
    this.#bound.length = 0;
    await Promise.all(udpSockets.map((socket) => socket.close()));
  }

  async #listenUdp(wanted: SocketAddress): Promise<void> {
    this.#demandFree('UDP', wanted);
    const socket = await UdpSocket.bind(wanted, this.#options.log, this.#options.listener);
    this.#udpSockets.set(wanted.family, socket);
    this.#bound.push({ protocol: 'UDP', local: socket.local });
  }

  async #listenTcp(wanted: SocketAddress): Promise<void> {
    this.#demandFree('TCP', wanted);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(toTransportError(error, `cannot listen on TCP ${wanted.address} ${wanted.port}`)));
      server.listen({ host: toNode(wanted), port: wanted.port, ipv6Only: wanted.family === 6, exclusive: true }, resolve);
    });
    server.removeAllListeners('error');
    this.#tcp.serve(server);
    this.#servers.set(wanted.family, server);
    const bound = server.address();
    if (bound !== null && typeof bound === 'object') {
      this.#bound.push({ protocol: 'TCP', local: fromNode(bound.address, bound.port) });
    }
  }

  #demandFree(protocol: Protocol, wanted: SocketAddress): void {
    if (this.#bound.some((bound) => bound.protocol === protocol && bound.local.family === wanted.family)) {
      throw new TransportError('unsupported', `one ${protocol} socket per family`);
    }
  }
}

function toSocketAddress({ address, port }: ListenAddress): SocketAddress {
  return { family: isIPv6(address) ? 6 : 4, address, port };
}

function notListening({ protocol, remote }: Target): TransportError {
  return new TransportError('unsupported', `no ${protocol} socket for IPv${remote.family}`);
}

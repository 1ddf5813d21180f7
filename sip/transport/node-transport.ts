// UDP, TCP and TLS on Node's sockets: one socket per protocol and family for all lines (RFC 3261 §18).

import { isIPv6, type Socket } from 'node:net';
import type { SipMessage } from '../message/message.ts';
import { serializeMessage } from '../message/serialize-message.ts';
import type { Clock, Log } from '../ports.ts';
import { Admission } from './admission.ts';
import { KeepAlives } from './keep-alives.ts';
import { isWildcard } from './literal-address.ts';
import { LocalAddresses } from './local-addresses.ts';
import { defaultPort } from './response-target.ts';
import { SocketWire } from './socket-wire.ts';
import { StreamConnections } from './stream-connections.ts';
import { StreamFramer } from './stream-framer.ts';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.ts';
import { StreamListener } from './stream-listener.ts';
import { StunClient } from './stun-client.ts';
import { dialTcp } from './tcp-dial.ts';
import { TlsDial } from './tls-dial.ts';
import { defaultTlsSettings, type TlsSettings } from './tls-settings.ts';
import {
  type KeepAlive,
  type KeepAliveOptions,
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
  /** Needs a certificate of ours. */
  readonly tls?: readonly ListenAddress[];
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
  readonly tls?: TlsSettings;
}

type StreamProtocol = 'TCP' | 'TLS';

export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;
  readonly #limits: StreamLimits;
  readonly #localAddresses: LocalAddresses;
  readonly #streams: Readonly<Record<StreamProtocol, StreamConnections>>;
  readonly #admissions: Readonly<Record<StreamProtocol, Admission>>;
  readonly #udpSockets = new Map<4 | 6, UdpSocket>();
  readonly #stun: StunClient;
  readonly #keepAlives: KeepAlives;
  readonly #listeners: StreamListener[] = [];
  readonly #bound: BoundAddress[] = [];

  constructor(options: NodeTransportOptions) {
    const { clock, limits, listener, tls } = options;
    this.#options = options;
    this.#limits = { ...defaultStreamLimits, ...limits };
    this.#admissions = { TCP: new Admission(this.#limits), TLS: new Admission(this.#limits) };
    this.#localAddresses = new LocalAddresses(clock);
    const common = { clock, limits: this.#limits, makeFramer: () => new StreamFramer(), listener };
    const tlsDial = new TlsDial(tls ?? defaultTlsSettings, clock);
    this.#streams = {
      TCP: new StreamConnections({
        ...common,
        protocol: 'TCP',
        dial: async (target, signal) => new SocketWire(await dialTcp(target, signal), target.remote),
      }),
      TLS: new StreamConnections({
        ...common,
        protocol: 'TLS',
        dial: async (target, signal) => {
          const { socket, findFlaw } = await tlsDial.open(target, signal);
          return new SocketWire(socket, target.remote, findFlaw);
        },
      }),
    };
    this.#stun = new StunClient({ clock, send: (bytes, server) => this.#sendDatagram(bytes, server) });
    this.#keepAlives = new KeepAlives({
      clock,
      stun: this.#stun,
      connectionTo: (target) => (isStream(target.protocol) ? this.#streams[target.protocol].live(target) : undefined),
      sendDatagram: (bytes, remote) => this.#sendDatagram(bytes, remote),
      listener,
    });
  }

  /** Once, before the first `send`. Rejects with `TransportError` when an address cannot be bound; nothing stays open then. */
  async listen(options: ListenOptions): Promise<readonly BoundAddress[]> {
    try {
      for (const wanted of options.udp ?? []) await this.#listenUdp(toSocketAddress(wanted));
      for (const wanted of options.tcp ?? []) await this.#listenStream('TCP', toSocketAddress(wanted));
      for (const wanted of options.tls ?? []) await this.#listenStream('TLS', toSocketAddress(wanted));
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
    const local = bound?.local ?? this.#besides(target);
    if (local === undefined && target.protocol === 'UDP') throw notListening(target);
    const port = local?.port ?? defaultPort(target.protocol);
    if (local !== undefined && !isWildcard(local.address)) return { ...local, port };
    return { ...this.#localAddresses.towards(target.remote), port };
  }

  send(message: SipMessage, target: Target): Promise<void> {
    const bytes = serializeMessage(message);
    const { protocol, remote } = target;
    if (protocol === 'UDP') return this.#sendDatagram(bytes, remote);
    if (isStream(protocol)) return this.#streams[protocol].send(bytes, target);
    return Promise.reject(new TransportError('unsupported', `${protocol} is not there yet`));
  }

  keepAlive(target: Target, options: KeepAliveOptions): KeepAlive {
    return this.#keepAlives.start(target, options);
  }

  discoverMapped(server: SocketAddress): Promise<SocketAddress> {
    return this.#stun.bind(server);
  }

  /**
   * The machine's addresses or routes changed: forgets what `localAddress` remembers. `present` are the addresses that it has now:
   * connections from others are dead, though the kernel would take messages for them for a quarter of an hour.
   */
  addressesChanged(present?: readonly string[]): void {
    this.#localAddresses.forget();
    if (present !== undefined) for (const streams of Object.values(this.#streams)) streams.closeAway(present);
  }

  /** Ends all connections at once: what the layers above want to say, they say before. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlives.stopAll();
    this.#stun.close();
    for (const streams of Object.values(this.#streams)) streams.close();
    const closed = this.#listeners.map((listener) => listener.close());
    await this.#stopListening();
    await Promise.all(closed);
  }

  /** Without waiting for what was accepted: a listener has closed after its last connection. */
  async #stopListening(): Promise<void> {
    const udpSockets = [...this.#udpSockets.values()];
    for (const listener of this.#listeners) void listener.close();
    this.#udpSockets.clear();
    this.#listeners.length = 0;
    this.#bound.length = 0;
    await Promise.all(udpSockets.map((socket) => socket.close()));
  }

  /** A phone that only opens connections is still known by where its UDP socket is; for TLS by the port after that (RFC 3261 §19.1.2). */
  #besides({ protocol, remote }: Target): SocketAddress | undefined {
    const udp = this.#udpSockets.get(remote.family)?.local;
    return udp === undefined || protocol === 'TCP' ? udp : { ...udp, port: udp.port + 1 };
  }

  #sendDatagram(bytes: Uint8Array, remote: SocketAddress): Promise<void> {
    const socket = this.#udpSockets.get(remote.family);
    return socket?.send(bytes, remote) ?? Promise.reject(notListening({ protocol: 'UDP', remote }));
  }

  async #listenUdp(wanted: SocketAddress): Promise<void> {
    this.#demandFree('UDP', wanted);
    const { log, listener } = this.#options;
    const stun = (bytes: Uint8Array, from: SocketAddress): void => this.#stun.receive(bytes, from);
    const socket = await UdpSocket.bind(wanted, log, { event: listener, stun });
    this.#udpSockets.set(wanted.family, socket);
    this.#bound.push({ protocol: 'UDP', local: socket.local });
  }

  async #listenStream(protocol: StreamProtocol, wanted: SocketAddress): Promise<void> {
    this.#demandFree(protocol, wanted);
    const { log, tls } = this.#options;
    const listener = await StreamListener.open({
      wanted,
      name: protocol,
      tls: protocol === 'TLS' ? (tls ?? defaultTlsSettings) : undefined,
      handshakeTimeoutMs: this.#limits.connectTimeoutMs,
      admission: this.#admissions[protocol],
      log,
      accepted: (socket: Socket, remote, closed) => this.#streams[protocol].accept(new SocketWire(socket, remote), closed),
    });
    this.#listeners.push(listener);
    this.#bound.push({ protocol, local: listener.local });
  }

  #demandFree(protocol: Protocol, wanted: SocketAddress): void {
    if (this.#bound.some((bound) => bound.protocol === protocol && bound.local.family === wanted.family)) {
      throw new TransportError('unsupported', `one ${protocol} socket per family`);
    }
  }
}

function isStream(protocol: Protocol): protocol is StreamProtocol {
  return protocol === 'TCP' || protocol === 'TLS';
}

function toSocketAddress({ address, port }: ListenAddress): SocketAddress {
  return { family: isIPv6(address) ? 6 : 4, address, port };
}

function notListening({ protocol, remote }: Target): TransportError {
  return new TransportError('unsupported', `no ${protocol} socket for IPv${remote.family}`);
}

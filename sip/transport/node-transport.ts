// UDP, TCP, TLS and WebSockets on Node's sockets: one socket per protocol and family for all lines (RFC 3261 §18).

import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { SipMessage } from '../message/message.ts';
import { type NameForm, serializeMessage } from '../message/serialize-message.ts';
import type { Clock, Log } from '../ports.ts';
import { Admission } from './admission.ts';
import type { Framer } from './framer.ts';
import { KeepAlives } from './keep-alives.ts';
import { isWildcard } from './literal-address.ts';
import { LocalAddresses } from './local-addresses.ts';
import { MessageFramer } from './message-framer.ts';
import { defaultPort } from './response-target.ts';
import { SocketWire } from './socket-wire.ts';
import { type Dial, StreamConnections } from './stream-connections.ts';
import { StreamFramer } from './stream-framer.ts';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.ts';
import { StreamListener } from './stream-listener.ts';
import { StunClient } from './stun-client.ts';
import { type DialSocket, tcpDial } from './tcp-dial.ts';
import { TlsDial } from './tls-dial.ts';
import { defaultTlsSettings, type TlsSettings } from './tls-settings.ts';
import {
  type KeepAlive,
  type KeepAliveOptions,
  type Protocol,
  type SentBy,
  type SocketAddress,
  type Target,
  type Transport,
  TransportError,
  type TransportEvent,
} from './transport.ts';
import { type BindMarked, UdpSocket } from './udp-socket.ts';
import { defaultViaManner, type ViaManner } from './via-manner.ts';
import { WebSocketAcceptance, type WebSocketSettings, webSocketDial } from './web-sockets.ts';

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
  /** For browsers (RFC 7118). */
  readonly ws?: readonly ListenAddress[];
  readonly wss?: readonly ListenAddress[];
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
  /** Byte of the IP header by which the network's queues know us (RFC 2474); 0 when absent. Datagrams need `bindMarked` for it. */
  readonly tos?: number;
  readonly bindMarked?: BindMarked;
  /** As it is when something is sent; long when absent. */
  readonly nameForm?: () => NameForm;
  /** As it is when a request comes. */
  readonly via?: () => ViaManner;
  /** Undefined: no WebSockets. */
  readonly webSockets?: WebSocketSettings;
}

type StreamProtocol = Exclude<Protocol, 'UDP'>;

interface Streams {
  readonly connections: StreamConnections;
  /** Of those that others open. */
  readonly admission: Admission;
}

const streamProtocols: readonly StreamProtocol[] = ['TCP', 'TLS', 'WS', 'WSS'];
const listenName = { TCP: 'tcp', TLS: 'tls', WS: 'ws', WSS: 'wss' } as const;

export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;
  readonly #limits: StreamLimits;
  readonly #via: () => ViaManner;
  readonly #localAddresses: LocalAddresses;
  readonly #streams: Readonly<Record<StreamProtocol, Streams>>;
  /** On WebSockets of ours, the same for as long as we run. */
  readonly #unreachableName: string = `${randomBytes(6).toString('hex')}.invalid`;
  readonly #udpSockets = new Map<4 | 6, UdpSocket>();
  readonly #stun: StunClient;
  readonly #keepAlives: KeepAlives;
  readonly #listeners: StreamListener[] = [];
  readonly #bound: BoundAddress[] = [];

  constructor(options: NodeTransportOptions) {
    const { clock, limits, listener, tls, tos, webSockets } = options;
    this.#options = options;
    this.#via = options.via ?? (() => defaultViaManner);
    this.#limits = { ...defaultStreamLimits, ...limits };
    this.#localAddresses = new LocalAddresses(clock);
    const dialTcp = tcpDial(tos);
    const tlsDial = new TlsDial(tls ?? defaultTlsSettings, clock, dialTcp);
    const plain: DialSocket = async (target, signal) => ({ socket: await dialTcp(target, signal), findFlaw: () => undefined });
    const secure: DialSocket = (target, signal) => tlsDial.open(target, signal);
    const streams = (protocol: StreamProtocol, dial: Dial): Streams => {
      const isFramed = protocol === 'WS' || protocol === 'WSS';
      const makeFramer = (): Framer => (isFramed ? new MessageFramer() : new StreamFramer());
      const connections = new StreamConnections({
        clock,
        limits: this.#limits,
        protocol,
        dial,
        makeFramer,
        listener,
        via: this.#via,
      });
      return { connections, admission: new Admission(this.#limits) };
    };
    this.#streams = {
      TCP: streams('TCP', wireDial(plain)),
      TLS: streams('TLS', wireDial(secure)),
      WS: streams('WS', webSocketDial(webSockets, plain)),
      WSS: streams('WSS', webSocketDial(webSockets, secure)),
    };
    this.#stun = new StunClient({ clock, send: (bytes, server) => this.#sendDatagram(bytes, server) });
    this.#keepAlives = new KeepAlives({
      clock,
      stun: this.#stun,
      connectionTo: (target) => (target.protocol === 'UDP' ? undefined : this.#streams[target.protocol].connections.live(target)),
      sendDatagram: (bytes, remote) => this.#sendDatagram(bytes, remote),
      listener,
    });
  }

  /** Once, before the first `send`. Rejects with `TransportError` when an address cannot be bound; nothing stays open then. */
  async listen(options: ListenOptions): Promise<readonly BoundAddress[]> {
    try {
      for (const wanted of options.udp ?? []) await this.#listenUdp(toSocketAddress(wanted));
      for (const protocol of streamProtocols) {
        for (const wanted of options[listenName[protocol]] ?? []) await this.#listenStream(protocol, toSocketAddress(wanted));
      }
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

  sentBy(target: Target): SentBy {
    const { protocol } = target;
    const listens = this.#bound.some((bound) => bound.protocol === protocol && bound.local.family === target.remote.family);
    if ((protocol === 'WS' || protocol === 'WSS') && !listens)
      return { host: this.#unreachableName, port: undefined, alias: false };
    const { address, port } = this.localAddress(target);
    // Who comes back over the connection must know that it is us: by our certificate (RFC 5923 §9.1).
    return { host: address, port, alias: protocol === 'TLS' && this.#options.tls?.identity !== undefined };
  }

  sizeOf(message: SipMessage): number {
    return this.#bytesOf(message).length;
  }

  send(message: SipMessage, target: Target): Promise<void> {
    const { protocol, remote } = target;
    // Whatever led here: what was asked for in secret does not leave in clear (RFC 3261 §26.2.2).
    if (message.kind === 'request' && message.uri.scheme === 'sips' && !isSecure(protocol)) {
      return Promise.reject(new TransportError('unsupported', `a sips: request does not go over ${protocol}`));
    }
    const bytes = this.#bytesOf(message);
    if (protocol === 'UDP') return this.#sendDatagram(bytes, remote);
    return this.#streams[protocol].connections.send(bytes, target);
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
    if (present !== undefined) for (const { connections } of Object.values(this.#streams)) connections.closeAway(present);
  }

  /** Ends all connections at once: what the layers above want to say, they say before. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlives.stopAll();
    this.#stun.close();
    for (const { connections } of Object.values(this.#streams)) connections.close();
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

  #bytesOf(message: SipMessage): Uint8Array {
    return serializeMessage(message, this.#options.nameForm?.());
  }

  async #listenUdp(wanted: SocketAddress): Promise<void> {
    this.#demandFree('UDP', wanted);
    const { bindMarked, log, listener } = this.#options;
    const stun = (bytes: Uint8Array, from: SocketAddress): void => this.#stun.receive(bytes, from);
    const socket = await UdpSocket.bind(wanted, log, { event: listener, stun, via: this.#via }, bindMarked);
    this.#udpSockets.set(wanted.family, socket);
    this.#bound.push({ protocol: 'UDP', local: socket.local });
  }

  async #listenStream(protocol: StreamProtocol, wanted: SocketAddress): Promise<void> {
    this.#demandFree(protocol, wanted);
    const { log, tls, tos = 0 } = this.#options;
    const { admission, connections } = this.#streams[protocol];
    const webSockets = protocol === 'WS' || protocol === 'WSS' ? this.#webSocketAcceptance(protocol) : undefined;
    const listener = await StreamListener.open({
      wanted,
      name: protocol,
      tls: isSecure(protocol) ? (tls ?? defaultTlsSettings) : undefined,
      tos,
      handshakeTimeoutMs: this.#limits.connectTimeoutMs,
      admission,
      log,
      accepted: (socket, remote, closed) => {
        if (webSockets === undefined) connections.accept(new SocketWire(socket, remote), closed);
        else webSockets.accept(socket, remote, closed, (wire) => connections.accept(wire, closed));
      },
    });
    this.#listeners.push(listener);
    this.#bound.push({ protocol, local: listener.local });
  }

  #webSocketAcceptance(protocol: Protocol): WebSocketAcceptance {
    const { clock, webSockets } = this.#options;
    if (webSockets === undefined) throw new TransportError('unsupported', `${protocol} is not there`);
    return new WebSocketAcceptance(webSockets, clock, this.#limits.connectTimeoutMs);
  }

  #demandFree(protocol: Protocol, wanted: SocketAddress): void {
    if (this.#bound.some((bound) => bound.protocol === protocol && bound.local.family === wanted.family)) {
      throw new TransportError('unsupported', `one ${protocol} socket per family`);
    }
  }
}

function isSecure(protocol: Protocol): boolean {
  return protocol === 'TLS' || protocol === 'WSS';
}

function wireDial(dial: DialSocket): Dial {
  return async (target, signal) => {
    const { socket, findFlaw } = await dial(target, signal);
    return new SocketWire(socket, target.remote, findFlaw);
  };
}

function toSocketAddress({ address, port }: ListenAddress): SocketAddress {
  return { family: isIPv6(address) ? 6 : 4, address, port };
}

function notListening({ protocol, remote }: Target): TransportError {
  return new TransportError('unsupported', `no ${protocol} socket for IPv${remote.family}`);
}

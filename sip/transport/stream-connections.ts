// All connections of one stream protocol: those accepted, those opened, which is used for what (RFC 3261 §18.1.1, §18.2.2).
// TLS will be another `dial` and another server; the rest is the same.

import type { Server, Socket } from 'node:net';
import type { Clock, Log } from '../ports.ts';
import { addressKey, demandLiteral, fromNode } from './literal-address.ts';
import { toTransportError } from './socket-errors.ts';
import { StreamConnection } from './stream-connection.ts';
import type { StreamLimits } from './stream-limits.ts';
import { type Protocol, type SocketAddress, type Target, TransportError, type TransportEvent } from './transport.ts';

export interface StreamConnectionsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: StreamLimits;
  readonly protocol: Protocol;
  /** Starts a connection; it emits `connect`, or `error` and `close`. */
  readonly dial: (remote: SocketAddress) => Socket;
  readonly listener: (event: TransportEvent) => void;
}

/** Every process start counts anew; a flow lives no longer than its process. */
interface Accepted {
  readonly address: string;
  readonly connection: StreamConnection;
}

export class StreamConnections {
  readonly #options: StreamConnectionsOptions;
  readonly #byFlow = new Map<string, StreamConnection>();
  readonly #accepted = new Set<Accepted>();
  /** Opened by us or being opened, by the remote's address and port. */
  readonly #opened = new Map<string, Promise<StreamConnection>>();
  readonly #usable = new Map<string, StreamConnection>();
  readonly #dialing = new Set<Socket>();
  #count = 0;
  #isClosed = false;

  constructor(options: StreamConnectionsOptions) {
    this.#options = options;
  }

  /** Connections alive. */
  get size(): number {
    return this.#byFlow.size;
  }

  serve(server: Server): void {
    server.on('connection', (socket: Socket) => this.#accept(socket));
    server.on('error', (error) => this.#options.log.warn('sip', 'listening socket error', { error }));
  }

  /** On the target's flow when it lives, else on a connection that we have to its remote, else on a new one. */
  async send(bytes: Uint8Array, target: Target): Promise<void> {
    const live = this.#live(target);
    // Without a pause in between: an answer that goes before the connection's end is written before it.
    if (live !== undefined) return live.send(bytes);
    return (await this.#open(target.remote)).send(bytes);
  }

  /** Ends those from addresses that the machine has no more. Loopback is always there. */
  closeAway(present: readonly string[]): void {
    for (const connection of [...this.#byFlow.values()]) {
      const { localAddress } = connection;
      const isHere = localAddress === '::1' || localAddress.startsWith('127.') || present.includes(localAddress);
      if (!isHere) connection.close('our address is gone');
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const socket of [...this.#dialing]) socket.destroy();
    for (const connection of [...this.#byFlow.values()]) connection.close('the phone closes it');
  }

  #live(target: Target): StreamConnection | undefined {
    const onFlow = target.flow === undefined ? undefined : this.#byFlow.get(target.flow);
    if (onFlow?.isUsable) return onFlow;
    const toRemote = this.#usable.get(addressKey(target.remote));
    return toRemote?.isUsable ? toRemote : undefined;
  }

  #accept(socket: Socket): void {
    const { limits, log } = this.#options;
    const remote = fromNode(socket.remoteAddress ?? '', socket.remotePort ?? 0);
    let fromSameAddress = 0;
    for (const { address } of this.#accepted) if (address === remote.address) fromSameAddress++;
    if (this.#isClosed || this.#accepted.size >= limits.maxAccepted || fromSameAddress >= limits.maxAcceptedPerAddress) {
      log.warn('sip', 'refused a connection: too many', { remote: remote.address });
      // Else its error would end the process.
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const connection = this.#adopt(socket, remote, limits.acceptedIdleMs, () => this.#accepted.delete(accepted));
    const accepted: Accepted = { address: remote.address, connection };
    this.#accepted.add(accepted);
  }

  #open(remote: SocketAddress): Promise<StreamConnection> {
    const key = addressKey(remote);
    const opening = this.#opened.get(key);
    if (opening !== undefined) return opening;
    if (this.#isClosed) return Promise.reject(new TransportError('closed', 'the transport is closed'));
    if (this.#opened.size >= this.#options.limits.maxOpened) {
      return Promise.reject(new TransportError('unreachable', 'too many connections are open'));
    }
    const opened = this.#dial(remote).then((socket) => {
      const connection = this.#adopt(socket, remote, this.#options.limits.openedIdleMs, () => {
        this.#opened.delete(key);
        if (this.#usable.get(key) === connection) this.#usable.delete(key);
      });
      this.#usable.set(key, connection);
      return connection;
    });
    this.#opened.set(key, opened);
    opened.catch(() => this.#opened.delete(key));
    return opened;
  }

  #dial(remote: SocketAddress): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const { clock, dial, limits } = this.#options;
      const doing = `connecting to ${remote.address} ${remote.port}`;
      try {
        demandLiteral(remote);
        const socket = dial(remote);
        this.#dialing.add(socket);
        const patience = clock.setTimer(limits.connectTimeoutMs, () => {
          socket.destroy(new TransportError('timedOut', `${doing}: no answer`));
        });
        // Stays: a socket's error without a listener would end the process.
        socket.on('error', (error) => reject(toTransportError(error, doing)));
        const gone = (): void => {
          patience.cancel();
          this.#dialing.delete(socket);
          reject(new TransportError('closed', `${doing}: given up`));
        };
        socket.once('close', gone);
        socket.once('connect', () => {
          patience.cancel();
          this.#dialing.delete(socket);
          socket.removeListener('close', gone);
          resolve(socket);
        });
      } catch (error) {
        reject(toTransportError(error, doing));
      }
    });
  }

  #adopt(socket: Socket, remote: SocketAddress, idleMs: number, closed: () => void): StreamConnection {
    const { clock, limits, listener, protocol } = this.#options;
    const flow = `${protocol.toLowerCase()}-${++this.#count}`;
    const connection = new StreamConnection(socket, {
      clock,
      limits,
      idleMs,
      source: { protocol, remote, flow },
      listener,
      closed: () => {
        this.#byFlow.delete(flow);
        closed();
      },
    });
    this.#byFlow.set(flow, connection);
    connection.start();
    return connection;
  }
}

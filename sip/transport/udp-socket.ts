// One UDP socket: listens and sends from the same port (RFC 3261 §18.1.1, RFC 3581 §3).

import { createSocket, type Socket } from 'node:dgram';
import type { Log } from '../ports.ts';
import { demandLiteral, fromNode, literalLookup, toNode } from './literal-address.ts';
import { readMessage } from './read-message.ts';
import { toTransportError } from './socket-errors.ts';
import { looksLikeStun } from './stun-message.ts';
import { type SocketAddress, type Target, TransportError, type TransportEvent } from './transport.ts';
import type { ViaManner } from './via-manner.ts';

/** Binds a UDP socket whose packets are marked, which Node can not: its descriptor, or errno's name. Undefined: Node shall bind. */
export type BindMarked = (address: string, port: number) => number | string | undefined;

export interface UdpListener {
  readonly event: (event: TransportEvent) => void;
  /** A datagram that is STUN and no SIP (RFC 5626 §8). */
  readonly stun: (bytes: Uint8Array, from: SocketAddress) => void;
  readonly via: () => ViaManner;
}

export class UdpSocket {
  readonly #socket: Socket;
  readonly #log: Log;
  readonly local: SocketAddress;

  private constructor(socket: Socket, log: Log, local: SocketAddress) {
    this.#socket = socket;
    this.#log = log;
    this.local = local;
  }

  /** `bindMarked`: who binds in our place; its descriptor is adopted. */
  static async bind(wanted: SocketAddress, log: Log, listener: UdpListener, bindMarked?: BindMarked): Promise<UdpSocket> {
    const isV4 = wanted.family === 4;
    const doing = `cannot listen on UDP ${wanted.address} ${wanted.port}`;
    const socket = createSocket({ type: isV4 ? 'udp4' : 'udp6', ipv6Only: !isV4, lookup: literalLookup });
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => {
        socket.close();
        reject(toTransportError(error, doing));
      };
      socket.once('error', fail);
      const descriptor = bindMarked?.(toNode(wanted), wanted.port);
      if (typeof descriptor === 'string') fail(Object.assign(new Error(doing), { code: descriptor }));
      else if (descriptor !== undefined) socket.bind({ fd: descriptor, exclusive: true }, resolve);
      else socket.bind({ address: toNode(wanted), port: wanted.port, exclusive: true }, resolve);
    });
    const bound = new UdpSocket(socket, log, fromNode(socket.address().address, socket.address().port));
    bound.#listen(listener);
    return bound;
  }

  get flow(): string {
    return `udp${this.local.family}`;
  }

  send(bytes: Uint8Array, remote: SocketAddress): Promise<void> {
    return new Promise((resolve, reject) => {
      const doing = `sending to ${remote.address}`;
      try {
        demandLiteral(remote);
        if (remote.port === 0) throw new TransportError('unreachable', `${doing}: port 0`);
        this.#socket.send(bytes, remote.port, toNode(remote), (error) => {
          if (error === null) resolve();
          else reject(toTransportError(error, doing));
        });
      } catch (error) {
        reject(toTransportError(error, doing));
      }
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #listen(listener: UdpListener): void {
    this.#socket.removeAllListeners('error');
    this.#socket.on('error', (error) => this.#log.warn('sip', 'UDP socket error', { error }));
    this.#socket.on('message', (bytes, sender) => {
      if (isKeepAlive(bytes)) return;
      const remote = fromNode(sender.address, sender.port);
      if (looksLikeStun(bytes)) listener.stun(bytes, remote);
      else {
        const via = listener.via();
        const source: Target = { protocol: 'UDP', remote, flow: this.flow };
        listener.event(readMessage(bytes, via.answersToSource ? { ...source, isAnswered: 'there' } : source, via));
      }
    });
  }
}

/** CR, LF and NUL alone: what phones and servers send to keep a NAT binding open. */
function isKeepAlive(bytes: Uint8Array): boolean {
  return bytes.length <= 8 && bytes.every((byte) => byte === 13 || byte === 10 || byte === 0);
}

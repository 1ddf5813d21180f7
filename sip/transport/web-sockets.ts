// WS and WSS: a TCP or TLS connection as for those protocols, and the door's handshake on it (RFC 7118).

import { isIP, type Socket } from 'node:net';
import { maximumMessageBytes } from '../message/limits.ts';
import type { Clock } from '../ports.ts';
import type { Dial } from './stream-connections.ts';
import type { DialSocket } from './tcp-dial.ts';
import { type SocketAddress, type Target, TransportError } from './transport.ts';
import type { WebSocketDoor, WebSocketServer } from './web-socket-door.ts';
import type { Wire } from './wire.ts';

export interface WebSocketSettings {
  readonly door: WebSocketDoor;
  /** Of servers: `/`, or as Asterisk wants it `/ws`. */
  readonly path: string;
  /** Pages that may call us. */
  readonly origins: readonly string[];
}

export function webSocketDial(settings: WebSocketSettings | undefined, dialSocket: DialSocket): Dial {
  return async (target, signal) => {
    if (settings === undefined) throw new TransportError('unsupported', `${target.protocol} is not there`);
    const connection = await dialSocket(target, signal);
    const { remote } = target;
    const { door, path } = settings;
    return door.open({ ...connection, remote, host: hostOf(target), path, maxMessageBytes: maximumMessageBytes }, signal);
  };
}

/** One that connects and does not speak loses its place after `patienceMs`. */
export class WebSocketAcceptance {
  readonly #server: WebSocketServer;
  readonly #clock: Clock;
  readonly #patienceMs: number;

  constructor({ door, origins }: WebSocketSettings, clock: Clock, patienceMs: number) {
    this.#server = door.serve({ origins, maxMessageBytes: maximumMessageBytes });
    this.#clock = clock;
    this.#patienceMs = patienceMs;
  }

  accept(socket: Socket, remote: SocketAddress, closed: () => void, opened: (wire: Wire) => void): void {
    const patience = this.#clock.setTimer(this.#patienceMs, () => socket.destroy());
    socket.on('error', () => undefined);
    const given = (): void => {
      patience.cancel();
      closed();
    };
    socket.once('close', given);
    this.#server.accept(socket, remote, (wire) => {
      patience.cancel();
      // From here on the connection tells when it is over.
      socket.removeListener('close', given);
      opened(wire);
    });
  }
}

function hostOf({ serverName, remote }: Target): string {
  const host = serverName ?? remote.address;
  return `${isIP(host) === 6 ? `[${host}]` : host}:${remote.port}`;
}

// What the transport needs of WebSockets (RFC 6455, RFC 7118): the handshake and the frames on a socket that stands already. The sockets,
// TLS and all limits on connections are the transport's own; `firmware/` brings the rest.

import type { Socket } from 'node:net';
import type { SocketAddress } from './transport.ts';
import type { Wire } from './wire.ts';

export interface WebSocketOpening {
  /** Connected, and encrypted where that was asked for. */
  readonly socket: Socket;
  readonly remote: SocketAddress;
  /** Value of Host. */
  readonly host: string;
  readonly path: string;
  readonly maxMessageBytes: number;
  readonly findFlaw: () => string | undefined;
}

export interface WebSocketServing {
  /** Pages that may connect, as browsers name them (`https://phone.example.org`); who is no browser names none and may. */
  readonly origins: readonly string[];
  readonly maxMessageBytes: number;
}

export interface WebSocketDoor {
  /** With the sub-protocol `sip`. Rejects with `TransportError`: `webSocketRefused` when the server does not take it. */
  open(opening: WebSocketOpening, signal: AbortSignal): Promise<Wire>;
  serve(serving: WebSocketServing): WebSocketServer;
}

export interface WebSocketServer {
  /** Reads the handshake. The socket is destroyed when it is none, or not for SIP; nothing is told then. */
  accept(socket: Socket, remote: SocketAddress, opened: (wire: Wire) => void): void;
}

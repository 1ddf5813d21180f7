// WebSockets for SIP by the `ws` package, on sockets that the SIP transport opens and accepts (RFC 7118).

import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type RawData, WebSocketServer as Server, WebSocket } from 'ws';
import { type SocketAddress, TransportError } from '#sip/transport/transport';
import type { WebSocketDoor, WebSocketOpening, WebSocketServer, WebSocketServing } from '#sip/transport/web-socket-door';
import type { Wire, WireListener } from '#sip/transport/wire';

/** RFC 7118 §4.1. */
const subProtocol = 'sip';

export const webSocketDoor: WebSocketDoor = { open, serve };

function open(opening: WebSocketOpening, signal: AbortSignal): Promise<Wire> {
  const { socket, host, path, maxMessageBytes, remote, findFlaw } = opening;
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`ws://${host}${path}`, subProtocol, {
      createConnection: () => socket,
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: maxMessageBytes,
    });
    const giveUp = (): void => {
      webSocket.terminate();
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    // Stays: an error without a listener would end the process.
    webSocket.on('error', (cause) => {
      signal.removeEventListener('abort', giveUp);
      reject(new TransportError('webSocketRefused', `no WebSocket for SIP at ${host}${path}`, { cause }));
    });
    webSocket.once('open', () => {
      signal.removeEventListener('abort', giveUp);
      resolve(new WebSocketWire(webSocket, socket, remote, findFlaw));
    });
  });
}

function serve({ origins, maxMessageBytes }: WebSocketServing): WebSocketServer {
  const allowed = new Set(origins.map((origin) => origin.toLowerCase()));
  // Never listens: it only reads what is asked on sockets that are handed to it.
  const http = createServer({ maxHeaderSize: 8192, keepAlive: false }, (_request, response) => {
    response.writeHead(426, { Upgrade: 'websocket', Connection: 'close' }).end();
  });
  const webSockets = new Server({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subProtocol) ? subProtocol : false),
  });
  const takers = new WeakMap<object, (webSocket: WebSocket) => void>();
  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    const { origin } = request.headers;
    const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (origin !== undefined && !allowed.has(origin.toLowerCase())) refuse(socket, '403 Forbidden');
    else if (!offers.includes(subProtocol)) refuse(socket, '400 Bad Request');
    else webSockets.handleUpgrade(request, socket, head, (webSocket) => takers.get(socket)?.(webSocket));
  });
  return {
    accept: (socket, remote, opened) => {
      takers.set(socket, (webSocket) => {
        webSocket.on('error', () => undefined);
        opened(new WebSocketWire(webSocket, socket, remote, () => undefined));
      });
      http.emit('connection', socket);
    },
  };
}

function refuse(socket: { end(text: string): void }, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

class WebSocketWire implements Wire {
  readonly remote: SocketAddress;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #findFlaw: () => string | undefined;

  constructor(webSocket: WebSocket, socket: Socket, remote: SocketAddress, findFlaw: () => string | undefined) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.remote = remote;
    this.#findFlaw = findFlaw;
  }

  get localAddress(): string {
    return this.#socket.localAddress ?? '';
  }

  get unsentBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  get isWritable(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN;
  }

  get flaw(): string | undefined {
    return this.#findFlaw();
  }

  listen(listener: WireListener): void {
    let reason = 'closed by the other side';
    this.#webSocket.on('message', (data: RawData) => listener.received(bytesOf(data)));
    this.#webSocket.on('error', (error) => {
      reason = error.message;
    });
    this.#webSocket.once('close', () => listener.closed(reason));
  }

  /** As text, which browsers show, where it is that (§4.2). */
  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#webSocket.send(bytes, { binary: !isUtf8(bytes) }, (cause) => {
        if (cause) reject(new TransportError('closed', 'sending on a WebSocket', { cause }));
        else resolve();
      });
    });
  }

  end(): void {
    this.#webSocket.close();
  }

  destroy(): void {
    this.#webSocket.terminate();
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

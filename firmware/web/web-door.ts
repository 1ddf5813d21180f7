// A listening socket of the web server. The first byte tells TLS from plain HTTP, so that one port serves both and redirects are possible.

import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Identity } from '../certificates/device-identity.ts';
import type { SocketName } from '../command-line.ts';

export interface WebDoorOptions {
  readonly identity: Identity;
  readonly handle: RequestListener;
  readonly upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
  readonly limits?: Partial<WebDoorLimits>;
}

/** How long and how much; tests have less patience. */
export interface WebDoorLimits {
  /** Who connects and says nothing is let go (slow loris, CWE-400). */
  readonly firstByteMs: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  /** How often it is looked at who is too slow. */
  readonly checkMs: number;
  readonly mostConnections: number;
  readonly mostFromOneAddress: number;
}

const usualLimits: WebDoorLimits = {
  firstByteMs: 10_000,
  headersMs: 10_000,
  requestMs: 60_000,
  idleMs: 20_000,
  checkMs: 2000,
  mostConnections: 100,
  mostFromOneAddress: 40,
};
const tlsHandshake = 0x16;
const mostHeaderBytes = 16_384;

export class WebDoor implements AsyncDisposable {
  readonly #door: Server;
  readonly #plain: HttpServer;
  readonly #secure: HttpsServer;
  readonly #sockets = new Set<Socket>();
  /** Of requests that have begun. */
  readonly #answers = new Set<ServerResponse>();
  readonly #limits: WebDoorLimits;

  constructor({ identity, handle, upgrade, limits }: WebDoorOptions) {
    this.#limits = { ...usualLimits, ...limits };
    const { headersMs, requestMs, idleMs, checkMs } = this.#limits;
    const options = {
      maxHeaderSize: mostHeaderBytes,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: checkMs,
    };
    const answer: RequestListener = (request, response) => {
      this.#answers.add(response);
      response.once('close', () => this.#answers.delete(response));
      handle(request, response);
    };
    this.#plain = createHttpServer(options, answer);
    this.#secure = createHttpsServer(
      { ...options, key: identity.privateKey, cert: identity.certificate, minVersion: 'TLSv1.2', handshakeTimeout: headersMs },
      answer,
    );
    for (const server of [this.#plain, this.#secure]) {
      server.maxHeadersCount = 64;
      // They never listen, the door does; but it is this event that makes Node watch for those who are too slow.
      server.emit('listening');
      server.on('upgrade', (request, socket, head) => upgrade(request, socket as Socket, head));
    }
    this.#door = createServer({ pauseOnConnect: false }, (socket) => this.#welcome(socket));
  }

  /** The address it listens at; rejects with Node's error when it cannot. */
  listen({ host, port }: SocketName): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#door.once('error', reject);
      this.#door.listen(port, host, () => {
        this.#door.off('error', reject);
        this.#door.on('error', () => undefined);
        resolve(this.#door.address() as AddressInfo);
      });
    });
  }

  /** Shows another certificate to those who come from now on. */
  setIdentity({ certificate, privateKey }: Identity): void {
    this.#secure.setSecureContext({ cert: certificate, key: privateKey });
  }

  /** Nobody comes in any more; whoever has asked by now has the answer when it resolves. */
  async shut(): Promise<void> {
    this.#door.close();
    await Promise.all([...this.#answers].map((response) => new Promise((resolve) => response.once('close', resolve))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#door.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    this.#plain.close();
    this.#secure.close();
    await closed;
  }

  get #open(): number {
    return [...this.#sockets].filter(({ destroyed }) => !destroyed).length;
  }

  #welcome(socket: Socket): void {
    if (this.#open >= this.#limits.mostConnections) {
      // Those who have their answer and only might ask again make room.
      this.#plain.closeIdleConnections();
      this.#secure.closeIdleConnections();
    }
    const fromThere = [...this.#sockets].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress).length;
    if (fromThere >= this.#limits.mostFromOneAddress || this.#open >= this.#limits.mostConnections) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    socket.setTimeout(this.#limits.firstByteMs, () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(first);
      (first[0] === tlsHandshake ? this.#secure : this.#plain).emit('connection', socket);
      // The server reads the socket by its handle, which it takes over in its own time.
      process.nextTick(() => socket.resume());
    });
  }
}

// A listening socket for TCP or TLS: takes so many connections and no more, and shakes hands for so long and no longer.

import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { Log } from '../ports.ts';
import type { Admission } from './admission.ts';
import { fromNode, toNode } from './literal-address.ts';
import { toTransportError } from './socket-errors.ts';
import { mark } from './tcp-dial.ts';
import { authoritiesOption, type TlsSettings } from './tls-settings.ts';
import { type SocketAddress, TransportError } from './transport.ts';

export interface StreamListenerOptions {
  readonly wanted: SocketAddress;
  readonly name: string;
  /** Present: connections begin with a TLS handshake. */
  readonly tls: TlsSettings | undefined;
  /** How the packets of its connections are marked. */
  readonly tos: number;
  readonly handshakeTimeoutMs: number;
  readonly admission: Admission;
  readonly log: Log;
  /** `closed` gives back the place; the taker says it once. */
  readonly accepted: (socket: Socket, remote: SocketAddress, closed: () => void) => void;
}

export class StreamListener {
  readonly local: SocketAddress;
  readonly #server: Server;

  private constructor(server: Server, local: SocketAddress) {
    this.#server = server;
    this.local = local;
  }

  /** Rejects with `TransportError` when the address is taken, or there is no certificate to listen with. */
  static async open(options: StreamListenerOptions): Promise<StreamListener> {
    const { wanted, name, tls } = options;
    const server = tls === undefined ? plainServer(options) : secureServer(options, tls);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) =>
        reject(toTransportError(error, `cannot listen on ${name} ${wanted.address} ${wanted.port}`)),
      );
      server.listen({ host: toNode(wanted), port: wanted.port, ipv6Only: wanted.family === 6, exclusive: true }, resolve);
    });
    server.removeAllListeners('error');
    server.on('error', (error) => options.log.warn('sip', 'listening socket error', { error }));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new TransportError('unsupported', `${name} has no address`);
    return new StreamListener(server, fromNode(bound.address, bound.port));
  }

  /** At once; resolves after its last connection. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function plainServer(options: StreamListenerOptions): Server {
  const server = createServer();
  server.on('connection', (socket) => {
    const leave = admit(socket, options);
    if (leave !== undefined) options.accepted(socket, remoteOf(socket), leave);
  });
  return server;
}

function secureServer(options: StreamListenerOptions, settings: TlsSettings): Server {
  const { identity, minVersion, demandsClientCertificate } = settings;
  const { log, accepted, name, handshakeTimeoutMs } = options;
  if (identity === undefined) throw new TransportError('unsupported', `${name} needs a certificate of ours`);
  const server = createTlsServer({
    cert: identity.certificate,
    key: identity.privateKey,
    ...(demandsClientCertificate ? authoritiesOption(settings) : {}),
    minVersion,
    handshakeTimeout: handshakeTimeoutMs,
    requestCert: demandsClientCertificate,
    rejectUnauthorized: demandsClientCertificate,
  });
  /** By their ports, which is what both sockets of a connection know: places of those that are shaking hands. */
  const places = new Map<string, () => void>();
  server.on('connection', (raw: Socket) => {
    const leave = admit(raw, options);
    if (leave === undefined) return;
    const key = peerKey(raw);
    places.set(key, leave);
    // The socket that carries TLS closes with it.
    raw.once('close', () => {
      places.delete(key);
      leave();
    });
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const leave = places.get(peerKey(socket));
    if (leave === undefined) socket.destroy();
    else accepted(socket, remoteOf(socket), leave);
  });
  server.on('tlsClientError', (error: Error, socket) => {
    log.info('sip', 'a TLS handshake failed', { remote: socket.remoteAddress, error: error.message });
    socket.destroy();
  });
  return server;
}

function admit(socket: Socket, { admission, log, tos }: StreamListenerOptions): (() => void) | undefined {
  const { address } = remoteOf(socket);
  const leave = admission.enter(address);
  if (leave !== undefined) {
    mark(socket, tos);
    return leave;
  }
  log.warn('sip', 'refused a connection: too many', { remote: address });
  // Else its error would end the process.
  socket.on('error', () => undefined);
  socket.destroy();
  return undefined;
}

function remoteOf(socket: Socket): SocketAddress {
  return fromNode(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}

function peerKey(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

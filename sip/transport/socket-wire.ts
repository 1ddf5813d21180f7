// A TCP or TLS socket as `Wire`.

import type { Socket } from 'node:net';
import { fromNode } from './literal-address.ts';
import { errorCode, toTransportError } from './socket-errors.ts';
import type { SocketAddress } from './transport.ts';
import type { Wire, WireListener } from './wire.ts';

export class SocketWire implements Wire {
  readonly remote: SocketAddress;
  readonly #socket: Socket;
  readonly #findFlaw: () => string | undefined;

  /** The socket is connected. */
  constructor(socket: Socket, remote: SocketAddress, findFlaw: () => string | undefined = () => undefined) {
    this.#socket = socket;
    this.remote = remote;
    this.#findFlaw = findFlaw;
  }

  get localAddress(): string {
    return fromNode(this.#socket.localAddress ?? '', 0).address;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  get isWritable(): boolean {
    return this.#socket.writable;
  }

  get flaw(): string | undefined {
    return this.#findFlaw();
  }

  listen(listener: WireListener): void {
    let reason = 'closed by the other side';
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (bytes) => listener.received(bytes));
    this.#socket.on('error', (error) => {
      reason = errorCode(error) || error.message;
    });
    this.#socket.once('close', () => listener.closed(reason));
  }

  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (error) reject(toTransportError(error, 'sending on a connection'));
        else resolve();
      });
    });
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

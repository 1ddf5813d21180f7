// A UDP relay that loses packets, with a seed: phones talk to its port, and it talks to the server from a socket of its own for each.

import { createSocket, type Socket } from 'node:dgram';
import { seededRandom } from './lossy-network.ts';

export interface LossyRelayOptions {
  readonly seed: number;
  /** 0 to 1, for each packet in either direction. */
  readonly loss: number;
}

export class LossyRelay implements AsyncDisposable {
  readonly port: number;
  passed = 0;
  lost = 0;
  /** Where it relays to; packets that come before this is known are lost. */
  serverPort: number | undefined;
  readonly #front: Socket;
  readonly #behind = new Map<number, Socket>();
  readonly #random: () => number;
  readonly #loss: number;

  private constructor(front: Socket, { seed, loss }: LossyRelayOptions) {
    this.port = front.address().port;
    this.#front = front;
    this.#random = seededRandom(seed);
    this.#loss = loss;
    front.on('message', (bytes, { port }) => this.#forward(bytes, port));
  }

  static async open(options: LossyRelayOptions): Promise<LossyRelay> {
    return new LossyRelay(await bound(), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#front.close();
    for (const socket of this.#behind.values()) socket.close();
  }

  #forward(bytes: Buffer, clientPort: number): void {
    const known = this.#behind.get(clientPort);
    if (known !== undefined) this.#toServer(known, bytes);
    else void this.#openBehind(clientPort).then((socket) => this.#toServer(socket, bytes));
  }

  async #openBehind(clientPort: number): Promise<Socket> {
    const socket = await bound();
    socket.on('message', (bytes) => {
      if (this.#survives()) this.#front.send(bytes, clientPort, '127.0.0.1');
    });
    this.#behind.set(clientPort, socket);
    return socket;
  }

  #toServer(socket: Socket, bytes: Buffer): void {
    if (this.#survives() && this.serverPort !== undefined) socket.send(bytes, this.serverPort, '127.0.0.1');
  }

  #survives(): boolean {
    const survives = this.#random() >= this.#loss;
    if (survives) this.passed++;
    else this.lost++;
    return survives;
  }
}

function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket)));
}

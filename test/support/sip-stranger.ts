// Somebody on the network who sends a phone whatever bytes the test likes, over UDP or TCP, and reads what comes back.

import { createSocket, type Socket } from 'node:dgram';
import { connect } from 'node:net';

export class SipStranger implements AsyncDisposable {
  readonly received: string[] = [];
  readonly #socket: Socket;
  readonly #remotePort: number;

  private constructor(socket: Socket, remotePort: number) {
    this.#socket = socket;
    this.#remotePort = remotePort;
    socket.on('message', (bytes) => this.received.push(bytes.toString('latin1')));
    socket.on('error', () => undefined);
  }

  /** `address` of loopback; a phone knows its proxy by its address. `port` is where answers to a Via without `rport` go. */
  static open(remotePort: number, address = '127.0.0.1', port = 0): Promise<SipStranger> {
    const socket = createSocket('udp4');
    return new Promise((resolve) => socket.bind(port, address, () => resolve(new SipStranger(socket, remotePort))));
  }

  send(bytes: Uint8Array | string): void {
    this.#socket.send(bytes, this.#remotePort, '127.0.0.1');
  }

  /** Status codes, each as often as it came. */
  get statuses(): readonly number[] {
    return this.received.flatMap((text) => {
      const status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1];
      return status === undefined ? [] : [Number(status)];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
  }
}

export interface TcpTalk {
  /** What came back. */
  readonly text: string;
  /** Who ended: the phone, or we for lack of patience. */
  readonly closedByPhone: boolean;
}

/** Sends the pieces one after the other over a connection of its own; hangs up when all that was `wanted` came, or nothing for so long. */
export function talkTcp(
  port: number,
  pieces: Iterable<Uint8Array | string>,
  patienceMs: number,
  wanted: RegExp = /$^/,
): Promise<TcpTalk> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let closedByPhone = false;
    const patience = setTimeout(() => socket.destroy(), patienceMs);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (wanted.test(text)) socket.destroy();
    });
    socket.on('end', () => {
      closedByPhone = true;
      socket.destroy();
    });
    socket.on('error', () => {
      closedByPhone = true;
    });
    socket.on('close', () => {
      clearTimeout(patience);
      resolve({ text, closedByPhone });
    });
    socket.on('connect', () => void writeAll(socket, pieces));
  });
}

async function writeAll(socket: ReturnType<typeof connect>, pieces: Iterable<Uint8Array | string>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
  }
}

// A file by TFTP: the socket and the timers of a transfer.

import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock, Timer } from '#sip/ports';
import { addressesOf } from '../../system/name-lookup.ts';
import { FetchError, type FetchRequest, type FetchResult } from './fetched.ts';
import type { Patience } from './patience.ts';
import { isRequest, tftpError } from './tftp-packet.ts';
import { TftpTransfer } from './tftp-transfer.ts';

const firstWaitMs = 1000;
const longestWaitMs = 8000;
const mostRepetitions = 5;
const unknownTransfer = 5;

/** Rejects with `FetchError`, or what a socket says. Nothing tells a file from the one before here, so that it always comes whole. */
export async function fetchByTftp(request: FetchRequest, patience: Patience): Promise<FetchResult> {
  const { url, clock, largestBytes } = request;
  const transfer = new TftpTransfer(decodeURIComponent(url.pathname.slice(1)), largestBytes);
  const [address] = await addressesOf(url.hostname.replace(/^\[|\]$/g, ''), patience.signal);
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    await new TftpExchange(socket, { address, port: Number(url.port || 69) }, transfer, clock).run(patience);
  } finally {
    socket.close();
  }
  return { type: 'fetched', bytes: transfer.bytes, validators: {} };
}

interface Place {
  readonly address: string;
  readonly port: number;
}

class TftpExchange {
  readonly #socket: Socket;
  readonly #server: Place;
  readonly #transfer: TftpTransfer;
  readonly #clock: Clock;
  readonly #ended = Promise.withResolvers<void>();
  /** Where the server answers from: its first packet chooses the port (RFC 1350 §4). */
  #peer: Place | undefined;
  #last: Uint8Array;
  #timer: Timer | undefined;
  #repetitions = 0;

  constructor(socket: Socket, server: Place, transfer: TftpTransfer, clock: Clock) {
    this.#socket = socket;
    this.#server = server;
    this.#transfer = transfer;
    this.#clock = clock;
    this.#last = transfer.request;
  }

  async run(patience: Patience): Promise<void> {
    const aborted = (): void => this.#ended.reject(patience.signal.reason);
    patience.signal.addEventListener('abort', aborted);
    this.#socket.on('error', this.#ended.reject);
    this.#socket.on('message', (bytes, from) => {
      // From another port perhaps, but from no other machine.
      if (from.address !== this.#server.address) return;
      patience.heard();
      this.#take(bytes, from);
    });
    this.#send(this.#last);
    try {
      await this.#ended.promise;
    } finally {
      this.#timer?.cancel();
      patience.signal.removeEventListener('abort', aborted);
    }
  }

  #take(bytes: Uint8Array, from: Place): void {
    this.#peer ??= { address: from.address, port: from.port };
    if (from.port !== this.#peer.port) {
      this.#socket.send(tftpError(unknownTransfer, 'unknown transfer'), from.port, from.address);
      return;
    }
    try {
      const step = this.#transfer.take(bytes);
      if (step.type === 'ignore') return;
      this.#repetitions = 0;
      // A request that is made anew goes to where the first one went.
      if (isRequest(step.packet)) this.#peer = undefined;
      // The last acknowledgement has to be on its way before the socket is closed.
      this.#send(step.packet, step.type === 'done' ? () => this.#ended.resolve() : undefined);
    } catch (error) {
      this.#socket.send(tftpError(0, 'given up'), from.port, from.address);
      this.#ended.reject(error);
    }
  }

  #send(packet: Uint8Array, sent?: () => void): void {
    this.#last = packet;
    const { address, port } = this.#peer ?? this.#server;
    this.#socket.send(packet, port, address, (error) => {
      if (error !== null && error !== undefined) this.#ended.reject(error);
      else sent?.();
    });
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(Math.min(firstWaitMs * 2 ** this.#repetitions, longestWaitMs), () => this.#repeat());
  }

  #repeat(): void {
    this.#repetitions += 1;
    if (this.#repetitions > mostRepetitions) this.#ended.reject(new FetchError('unreachable', 'the server does not answer'));
    else this.#send(this.#last);
  }
}

// One stream connection, whoever opened it: messages in and out, and the clocks that end it.

import type { Socket } from 'node:net';
import { parseMessage } from '../message/parse-message.ts';
import type { Clock, Timer } from '../ports.ts';
import { fromNode } from './literal-address.ts';
import { readMessage } from './read-message.ts';
import { errorCode, toTransportError } from './socket-errors.ts';
import { stampSource } from './stamp-source.ts';
import { type Frame, StreamFramer } from './stream-framer.ts';
import type { StreamLimits } from './stream-limits.ts';
import { type Target, TransportError, type TransportEvent } from './transport.ts';

export interface StreamConnectionOptions {
  readonly clock: Clock;
  readonly limits: StreamLimits;
  readonly idleMs: number;
  /** With its flow. */
  readonly source: Target & { readonly flow: string };
  readonly listener: (event: TransportEvent) => void;
  /** Once, after which nothing comes. */
  readonly closed: () => void;
}

/** How long a connection that ends may still take to hand over our last answer. */
const lingerMs = 1000;
const pong = new Uint8Array([13, 10]);

export class StreamConnection {
  readonly #socket: Socket;
  readonly #options: StreamConnectionOptions;
  readonly #framer = new StreamFramer();
  #messageTimer: Timer | undefined;
  #idleTimer: Timer | undefined;
  #lingerTimer: Timer | undefined;
  #activeMs: number;
  #reason = 'closed by the other side';
  #isClosed = false;

  constructor(socket: Socket, options: StreamConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#activeMs = options.clock.monotonicMs;
  }

  get flow(): string {
    return this.#options.source.flow;
  }

  /** Literal; empty when the connection is closed. */
  get localAddress(): string {
    return fromNode(this.#socket.localAddress ?? '', 0).address;
  }

  /** Whether messages may be sent on it. */
  get isUsable(): boolean {
    return !this.#isClosed && this.#lingerTimer === undefined && this.#socket.writable;
  }

  start(): void {
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (bytes) => this.#read(bytes));
    this.#socket.on('error', (error) => {
      this.#reason = errorCode(error) || error.message;
    });
    this.#socket.on('close', () => this.#end());
    this.#watchIdle(this.#options.idleMs);
  }

  /** Hands the bytes to the kernel in the call when it takes them. */
  send(bytes: Uint8Array): Promise<void> {
    const { limits } = this.#options;
    if (this.#socket.writableLength + bytes.length > limits.maxUnsentBytes) this.close('the other side does not read');
    if (!this.isUsable) return Promise.reject(new TransportError('closed', 'the connection is closed'));
    this.#activeMs = this.#options.clock.monotonicMs;
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (error) reject(toTransportError(error, 'sending on a connection'));
        else resolve();
      });
    });
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#reason = reason;
    this.#socket.destroy();
    this.#end();
  }

  #read(bytes: Uint8Array): void {
    // While lingering the rest is read and dropped: unread bytes would make the kernel take back our answer with a reset.
    if (this.#isClosed || this.#lingerTimer !== undefined) return;
    this.#activeMs = this.#options.clock.monotonicMs;
    const frames = this.#framer.push(bytes);
    if (frames.length > 0) this.#watchMessage(undefined);
    if (!this.#framer.inMessage) this.#watchMessage(undefined);
    else this.#messageTimer ?? this.#watchMessage(this.#options.limits.messageTimeoutMs);
    for (const frame of frames) {
      if (this.#isClosed) return;
      this.#handle(frame);
    }
  }

  #handle(frame: Frame): void {
    const { listener, source } = this.#options;
    switch (frame.type) {
      case 'message':
        listener(readMessage(frame.bytes, source));
        break;
      case 'ping':
        this.send(pong).catch(() => undefined);
        break;
      case 'lost': {
        const { status, reason } = frame;
        listener({ type: 'messageRefused', source, status, reason, answerable: this.#answerable(frame.head) });
        this.#linger(reason);
        break;
      }
    }
  }

  /** The request whose end cannot be found, as far as its header tells. */
  #answerable(head: Uint8Array | undefined): (TransportEvent & { type: 'messageRefused' })['answerable'] {
    const parsed = head === undefined ? undefined : parseMessage(head);
    if (parsed === undefined) return undefined;
    const message = parsed.ok ? parsed.message : parsed.answerable;
    if (message?.kind !== 'request') return undefined;
    stampSource(message, this.#options.source.remote);
    return message;
  }

  #linger(reason: string): void {
    if (this.#isClosed) return;
    this.#reason = reason;
    this.#socket.end();
    this.#lingerTimer = this.#options.clock.setTimer(lingerMs, () => this.close(reason));
  }

  #watchMessage(delayMs: number | undefined): void {
    this.#messageTimer?.cancel();
    this.#messageTimer =
      delayMs === undefined
        ? undefined
        : this.#options.clock.setTimer(delayMs, () => this.close('a message did not come to its end'));
  }

  #watchIdle(delayMs: number): void {
    const { clock, idleMs } = this.#options;
    this.#idleTimer = clock.setTimer(delayMs, () => {
      const leftMs = this.#activeMs + idleMs - clock.monotonicMs;
      if (leftMs > 0) this.#watchIdle(leftMs);
      else this.close('idle');
    });
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of [this.#messageTimer, this.#idleTimer, this.#lingerTimer]) timer?.cancel();
    this.#options.closed();
    this.#options.listener({ type: 'flowClosed', flow: this.flow, reason: this.#reason });
  }
}

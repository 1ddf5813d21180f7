// One stream connection, whoever opened it: messages in and out, and the clocks that end it.

import { parseMessage } from '../message/parse-message.ts';
import type { Clock, Timer } from '../ports.ts';
import type { Frame, Framer } from './framer.ts';
import { readMessage } from './read-message.ts';
import { stampSource } from './stamp-source.ts';
import type { StreamLimits } from './stream-limits.ts';
import { type Target, TransportError, type TransportEvent } from './transport.ts';
import type { ViaManner } from './via-manner.ts';
import type { Wire } from './wire.ts';

export interface StreamConnectionOptions {
  readonly clock: Clock;
  readonly limits: StreamLimits;
  readonly idleMs: number;
  readonly framer: Framer;
  /** With its flow. */
  readonly source: Target & { readonly flow: string };
  readonly listener: (event: TransportEvent) => void;
  readonly via: () => ViaManner;
  /** Once, after which nothing comes. */
  readonly closed: () => void;
}

/** Two line ends out, one back (RFC 5626 §3.5.1). */
const ping = new Uint8Array([13, 10, 13, 10]);
/** RFC 5626 §4.4.1. */
const pongTimeoutMs = 10_000;
/** How long a connection that ends may still take to hand over our last answer. */
const lingerMs = 1000;
const pong = new Uint8Array([13, 10]);

export class StreamConnection {
  readonly #wire: Wire;
  readonly #options: StreamConnectionOptions;
  #messageTimer: Timer | undefined;
  #idleTimer: Timer | undefined;
  #lingerTimer: Timer | undefined;
  #pongTimer: Timer | undefined;
  #activeMs: number;
  /** Why it ends, once that is sure. */
  #ending: string | undefined;
  #isClosed = false;

  constructor(wire: Wire, options: StreamConnectionOptions) {
    this.#wire = wire;
    this.#options = options;
    this.#activeMs = options.clock.monotonicMs;
  }

  get flow(): string {
    return this.#options.source.flow;
  }

  /** Literal; empty when the connection is closed. */
  get localAddress(): string {
    return this.#wire.localAddress;
  }

  /** Whether messages may be sent on it. */
  get isUsable(): boolean {
    return !this.#isClosed && this.#lingerTimer === undefined && this.#wire.isWritable;
  }

  start(): void {
    this.#wire.listen({ received: (bytes) => this.#read(bytes), closed: (reason) => this.#end(reason) });
    this.#watchIdle(this.#options.idleMs);
  }

  /** Ends it when it may be used no longer. */
  recheck(): void {
    const { flaw } = this.#wire;
    if (flaw !== undefined) this.close(flaw);
  }

  /** Asks whether the other side is still there; without an answer the connection ends. */
  ping(): void {
    if (!this.isUsable || this.#pongTimer !== undefined) return;
    this.#options.framer.awaitPong();
    this.#pongTimer = this.#options.clock.setTimer(pongTimeoutMs, () => this.close('no pong'));
    this.send(ping).catch(() => undefined);
  }

  /** Hands the bytes to the kernel in the call when it takes them. */
  send(bytes: Uint8Array): Promise<void> {
    const { limits } = this.#options;
    if (this.#wire.unsentBytes + bytes.length > limits.maxUnsentBytes) this.close('the other side does not read');
    if (!this.isUsable) return Promise.reject(new TransportError('closed', 'the connection is closed'));
    this.#activeMs = this.#options.clock.monotonicMs;
    return this.#wire.send(bytes);
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#wire.destroy();
    this.#end(reason);
  }

  #read(bytes: Uint8Array): void {
    // While lingering the rest is read and dropped: unread bytes would make the kernel take back our answer with a reset.
    if (this.#isClosed || this.#lingerTimer !== undefined) return;
    this.#activeMs = this.#options.clock.monotonicMs;
    // Whatever comes shows that the other side is there.
    this.#pongTimer?.cancel();
    this.#pongTimer = undefined;
    const { framer } = this.#options;
    const frames = framer.push(bytes);
    if (frames.length > 0) this.#watchMessage(undefined);
    if (!framer.inMessage) this.#watchMessage(undefined);
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
        listener(readMessage(frame.bytes, source, this.#options.via()));
        break;
      case 'ping':
        this.send(pong).catch(() => undefined);
        break;
      case 'pong':
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
    stampSource(message, this.#options.source.remote, this.#options.via());
    return message;
  }

  #linger(reason: string): void {
    if (this.#isClosed) return;
    this.#ending = reason;
    this.#wire.end();
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

  #end(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of [this.#messageTimer, this.#idleTimer, this.#lingerTimer, this.#pongTimer]) timer?.cancel();
    this.#options.closed();
    this.#options.listener({ type: 'flowClosed', flow: this.flow, reason: this.#ending ?? reason });
  }
}

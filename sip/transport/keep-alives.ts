// Keeps the ways to servers open through NATs and firewalls, and finds out when one is not (RFC 5626 §4.4).

import { randomInt } from 'node:crypto';
import type { Clock, Timer } from '../ports.ts';
import { addressKey } from './literal-address.ts';
import type { StreamConnection } from './stream-connection.ts';
import type { StunClient } from './stun-client.ts';
import type { KeepAlive, KeepAliveOptions, SocketAddress, Target, TransportError, TransportEvent } from './transport.ts';

export interface KeepAlivesOptions {
  readonly clock: Clock;
  readonly stun: StunClient;
  /** The connection that a message to the target would take; none for UDP. */
  readonly connectionTo: (target: Target) => StreamConnection | undefined;
  readonly sendDatagram: (bytes: Uint8Array, remote: SocketAddress) => Promise<void>;
  readonly listener: (event: TransportEvent) => void;
}

/** Not all phones of a building in step: §4.4.1 asks for 80 to 100 % of the interval. */
const leastPercent = 80;
const lineEnds = new Uint8Array([13, 10, 13, 10]);
const nothing = new Uint8Array(0);

interface Running {
  readonly target: Target;
  readonly options: KeepAliveOptions;
  timer: Timer | undefined;
  mapped: SocketAddress | undefined;
  isAsking: boolean;
  isStopped: boolean;
}

export class KeepAlives {
  readonly #options: KeepAlivesOptions;
  readonly #running = new Set<Running>();

  constructor(options: KeepAlivesOptions) {
    this.#options = options;
  }

  start(target: Target, options: KeepAliveOptions): KeepAlive {
    const running: Running = { target, options, timer: undefined, mapped: undefined, isAsking: false, isStopped: false };
    this.#running.add(running);
    this.#wait(running);
    return { stop: () => this.#stop(running) };
  }

  stopAll(): void {
    for (const running of [...this.#running]) this.#stop(running);
  }

  #stop(running: Running): void {
    running.isStopped = true;
    running.timer?.cancel();
    this.#running.delete(running);
  }

  #wait(running: Running): void {
    const delayMs = (running.options.intervalMs * randomInt(leastPercent, 101)) / 100;
    running.timer = this.#options.clock.setTimer(delayMs, () => {
      this.#wait(running);
      if (running.target.protocol === 'UDP') this.#keepDatagrams(running);
      else this.#keepConnection(running);
    });
  }

  /** One that is gone has been told of by `flowClosed`. */
  #keepConnection({ target, options }: Running): void {
    const connection = this.#options.connectionTo(target);
    if (options.mode === 'answered') connection?.ping();
    else connection?.send(lineEnds).catch(() => undefined);
  }

  #keepDatagrams(running: Running): void {
    const { target, options } = running;
    if (options.mode === 'answered') {
      if (running.isAsking) return;
      running.isAsking = true;
      this.#options.stun.bind(target.remote).then(
        (mapped) => this.#bound(running, mapped),
        (error: TransportError) => this.#failed(running, error),
      );
    } else {
      this.#options.sendDatagram(bytesOf(options), target.remote).catch(() => undefined);
    }
  }

  /** §4.4.2: another address than last time means that the NAT has forgotten us, and with it the way that the registrar knows. */
  #bound(running: Running, mapped: SocketAddress): void {
    running.isAsking = false;
    if (running.isStopped) return;
    const before = running.mapped;
    running.mapped = mapped;
    if (before === undefined || addressKey(before) === addressKey(mapped)) return;
    this.#options.listener({ type: 'mappedAddressChanged', target: running.target, mapped });
  }

  #failed(running: Running, error: TransportError): void {
    running.isAsking = false;
    if (running.isStopped) return;
    this.#options.listener({ type: 'keepAliveFailed', target: running.target, reason: error.code });
  }
}

function bytesOf({ mode, text = '' }: KeepAliveOptions): Uint8Array {
  if (mode === 'empty') return nothing;
  return mode === 'text' ? new TextEncoder().encode(text) : lineEnds;
}

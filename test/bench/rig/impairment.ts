// A bad network for one stream, seeded: loss in bursts (Gilbert-Elliott), a delay that varies, duplicates, an outage. What comes is
// passed to every listener at the same moment, so that all of them hear the same packets.

import { createSocket, type Socket } from 'node:dgram';
import { seededRandom } from '../../support/lossy-network.ts';

export interface Impairment {
  readonly name: string;
  /** 0 to 1. */
  readonly loss: number;
  /** Deviation of the delay; below nothing there is none. */
  readonly jitterMs: number;
  /** 0 to 1: come twice. */
  readonly duplicates?: number;
  /** 0 to 1: come after the next two. */
  readonly reordered?: number;
  readonly outage?: { readonly fromMs: number; readonly durationMs: number };
}

export interface Listener {
  readonly port: number;
  readonly address: string;
}

/** In the bad state three of four are lost, and it lasts two and a half packets in the mean. */
const leaveBad = 0.4;
const lossWhileBad = 0.75;
const overtakenMs = 45;

export class ImpairmentRelay implements AsyncDisposable {
  seen = 0;
  lost = 0;
  readonly #socket: Socket;
  readonly #toOurs: Socket;
  readonly #impairment: Impairment;
  readonly #random: () => number;
  readonly #listeners: Listener[] = [];
  #bad = false;
  #beganMs: number | undefined;
  #closed = false;

  private constructor(sockets: readonly [Socket, Socket], impairment: Impairment) {
    [this.#socket, this.#toOurs] = sockets;
    this.#impairment = impairment;
    this.#random = seededRandom(7);
    this.#socket.on('message', (bytes) => this.#forward(bytes));
  }

  static async open(address: string, port: number, impairment: Impairment): Promise<ImpairmentRelay> {
    return new ImpairmentRelay([await bound(address, port), await bound('127.0.0.1', 0)], impairment);
  }

  /** Where what goes to loopback listeners comes from. */
  get loopbackPort(): number {
    return this.#toOurs.address().port;
  }

  deliverTo(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** From now on the network is bad. */
  begin(): void {
    this.#beganMs = performance.now();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#socket.close();
    this.#toOurs.close();
  }

  #forward(bytes: Buffer): void {
    if (this.#beganMs === undefined) {
      this.#deliver(bytes);
      return;
    }
    this.seen++;
    const { jitterMs, duplicates = 0, reordered = 0, outage } = this.#impairment;
    const sinceMs = performance.now() - this.#beganMs;
    const isOut = outage !== undefined && sinceMs >= outage.fromMs && sinceMs < outage.fromMs + outage.durationMs;
    if (this.#loses() || isOut) {
      this.lost++;
      return;
    }
    const copies = this.#random() < duplicates ? 2 : 1;
    const lateMs = this.#random() < reordered ? overtakenMs : 0;
    for (let copy = 0; copy < copies; copy++)
      setTimeout(() => this.#deliver(bytes), lateMs + Math.max(0, jitterMs * this.#gaussian()));
  }

  #deliver(bytes: Buffer): void {
    // Still under way when the network is taken away.
    if (this.#closed) return;
    for (const { port, address } of this.#listeners)
      (address === '127.0.0.1' ? this.#toOurs : this.#socket).send(bytes, port, address);
  }

  #loses(): boolean {
    const share = this.#impairment.loss / lossWhileBad;
    const turn = this.#random();
    this.#bad = this.#bad ? turn >= leaveBad : turn < (leaveBad * share) / (1 - share);
    return this.#bad && this.#random() < lossWhileBad;
  }

  #gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}

function bound(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.bind(port, address, () => resolve(socket)));
}

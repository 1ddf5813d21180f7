// Requests that wait for their answers, sent again until one comes (RFC 8489 §6.2.1).

import type { Clock, Random, Timer } from '../ports.ts';
import { isSameAddress, type MediaAddress } from './stun-address.ts';
import { type ReceivedStun, transactionBytes, transactionName } from './stun-message.ts';

/** RTO and Rc. */
export interface Tries {
  readonly firstWaitMs: number;
  readonly sends: number;
}

export interface StunRequest extends Tries {
  readonly to: MediaAddress;
  readonly make: (transaction: Uint8Array) => Uint8Array;
  readonly send: (bytes: Uint8Array) => void;
  /** Undefined: nobody answered. Once. */
  readonly answered: (answer: ReceivedStun | undefined) => void;
  /** Whether an answer is to be believed; others are passed over. */
  readonly believes: (answer: ReceivedStun) => boolean;
}

interface Waiting {
  readonly request: StunRequest;
  readonly bytes: Uint8Array;
  sent: number;
  timer: Timer | undefined;
}

/** A hostile server or peer can not make more of them. */
const most = 256;

export class StunRequests {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #random: Random;
  readonly #waiting = new Map<string, Waiting>();

  constructor(clock: Pick<Clock, 'setTimer'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  send(request: StunRequest): void {
    const transaction = this.#random.bytes(transactionBytes);
    const name = transactionName(transaction);
    const waiting: Waiting = { request, bytes: request.make(transaction), sent: 0, timer: undefined };
    if (this.#waiting.size >= most) return;
    this.#waiting.set(name, waiting);
    this.#again(name, waiting);
  }

  /** True when it was an answer to one of them. */
  receive(answer: ReceivedStun, from: MediaAddress): boolean {
    if (answer.class !== 'success' && answer.class !== 'error') return false;
    const name = transactionName(answer.transaction);
    const waiting = this.#waiting.get(name);
    if (waiting === undefined || !waiting.request.believes(answer)) return false;
    this.#end(name, waiting);
    // RFC 8445 §7.2.5.2.1: it comes from where the request went.
    waiting.request.answered(isSameAddress(from, waiting.request.to) ? answer : undefined);
    return true;
  }

  /** Nobody answers any more. */
  close(): void {
    for (const [name, waiting] of [...this.#waiting]) {
      this.#end(name, waiting);
      waiting.request.answered(undefined);
    }
  }

  #again(name: string, waiting: Waiting): void {
    const { request } = waiting;
    if (waiting.sent === request.sends) {
      this.#end(name, waiting);
      request.answered(undefined);
      return;
    }
    const waitMs = request.firstWaitMs * 2 ** waiting.sent++;
    waiting.timer = this.#clock.setTimer(waitMs, () => this.#again(name, waiting));
    request.send(waiting.bytes);
  }

  #end(name: string, waiting: Waiting): void {
    waiting.timer?.cancel();
    this.#waiting.delete(name);
  }
}

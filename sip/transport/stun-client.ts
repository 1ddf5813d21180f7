// Asks STUN servers from the SIP socket where its packets come from (RFC 8489 §6.2.1).

import { randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../ports.ts';
import { addressKey } from './literal-address.ts';
import { parseStunAnswer, serializeBindingRequest, transactionBytes, transactionName } from './stun-message.ts';
import { type SocketAddress, TransportError } from './transport.ts';

export interface StunClientOptions {
  readonly clock: Clock;
  readonly send: (bytes: Uint8Array, server: SocketAddress) => Promise<void>;
}

interface Question {
  readonly server: string;
  readonly request: Uint8Array;
  readonly to: SocketAddress;
  readonly answered: (outcome: SocketAddress | TransportError) => void;
  sent: number;
  timer: Timer | undefined;
}

/** §6.2.1: RTO, Rc and Rm; 39.5 s in all. */
const firstWaitMs = 500;
const maxRequests = 7;
const lastWaitMs = 16 * firstWaitMs;
const maxQuestions = 64;

export class StunClient {
  readonly #options: StunClientOptions;
  readonly #questions = new Map<string, Question>();

  constructor(options: StunClientOptions) {
    this.#options = options;
  }

  /** Rejects with `TransportError`: `timedOut` without an answer, `refused` when the server says so. */
  bind(server: SocketAddress): Promise<SocketAddress> {
    if (this.#questions.size >= maxQuestions) return Promise.reject(new TransportError('unreachable', 'too many STUN requests'));
    return new Promise((resolve, reject) => {
      const transaction = randomBytes(transactionBytes);
      const name = transactionName(transaction);
      const question: Question = {
        server: addressKey(server),
        request: serializeBindingRequest(transaction),
        to: server,
        sent: 0,
        timer: undefined,
        answered: (outcome) => {
          question.timer?.cancel();
          this.#questions.delete(name);
          if (outcome instanceof TransportError) reject(outcome);
          else resolve(outcome);
        },
      };
      this.#questions.set(name, question);
      this.#ask(question);
    });
  }

  /** A datagram that looks like STUN. Only the server that was asked can answer. */
  receive(bytes: Uint8Array, from: SocketAddress): void {
    const answer = parseStunAnswer(bytes);
    const question = answer === undefined ? undefined : this.#questions.get(answer.transaction);
    if (answer === undefined || question?.server !== addressKey(from)) return;
    if (answer.type === 'bound') question.answered(answer.mapped);
    else question.answered(new TransportError('refused', `the STUN server says ${answer.status}`));
  }

  close(): void {
    const closed = new TransportError('closed', 'the transport is closed');
    for (const question of [...this.#questions.values()]) question.answered(closed);
  }

  #ask(question: Question): void {
    const { clock, send } = this.#options;
    if (question.sent === maxRequests) {
      question.answered(new TransportError('timedOut', 'the STUN server does not answer'));
      return;
    }
    question.sent++;
    const waitMs = question.sent === maxRequests ? lastWaitMs : firstWaitMs * 2 ** (question.sent - 1);
    question.timer = clock.setTimer(waitMs, () => this.#ask(question));
    // A network that is gone for a moment may be back for the next one.
    send(question.request, question.to).catch(() => undefined);
  }
}

// One request on its way: tries the targets in turn (RFC 3263 §4.3), answers digest challenges, and reports what comes of it.

import type { Headers } from '../../message/headers.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { ClientTransaction, ClientTransactionEvent } from '../../transaction/transaction-events.ts';
import type { TransactionLayer } from '../../transaction/transaction-layer.ts';
import type { Target } from '../../transport/transport.ts';
import type { DeadTargets } from './dead-targets.ts';
import type { LargeRequests } from './large-requests.ts';
import { retryAfterMs } from './retry-after.ts';

export type RequestEvent =
  /** `request` is the one that it answers: a challenge changes the sequence number. Challenges that were answered are not reported. */
  | {
      readonly type: 'responseReceived';
      readonly response: SipResponse;
      readonly request: SipRequest;
      /** Where the response came from. */
      readonly source: Target;
    }
  | { readonly type: 'failed'; readonly cause: 'timedOut' | 'unreachable'; readonly reason: string };

export type HeaderFields = readonly (readonly [string, string])[];

/** What may be done with a request that is under way. */
export interface PendingRequest {
  /** INVITE only: CANCEL as soon as RFC 3261 §9.1 lets it. Before anything was sent it reports `failed`. */
  cancel(headers?: HeaderFields): void;
  /** Nothing is reported from here on. */
  abandon(): void;
}

/** What the Via says of us towards a target; undefined: what our sockets are called. */
export type SentByOf = (target: Target) => { readonly host: string; readonly port: number } | undefined;

export interface RequestSendingOptions {
  readonly transactions: TransactionLayer;
  readonly request: SipRequest;
  readonly large: LargeRequests;
  readonly dead: DeadTargets;
  /** How long the last target may keep silent; timers B and F when undefined. */
  readonly patienceMs: number | undefined;
  /** Final responses after which the next target is tried (RFC 3263 §4.3: 503). */
  readonly isServerFailure: (status: number) => boolean;
  readonly sentBy: SentByOf | undefined;
  /** How often it may be sent again with credentials. */
  readonly maxChallenges: number;
  /** The next sequence number: of the dialog, or one more. */
  readonly nextSequence: () => number;
  /** The header fields with the credentials that a former challenge asked for. */
  readonly prepare: (request: SipRequest, target: Target) => Headers;
  /** The header fields with credentials; undefined when the challenge can not or may not be answered. */
  readonly authorize: (request: SipRequest, challenge: SipResponse, target: Target) => Headers | undefined;
  /** A final response that is not a challenge which was answered. `request` is as it was sent. */
  readonly concluded: (request: SipRequest, response: SipResponse, target: Target) => void;
  readonly listener: (event: RequestEvent) => void;
  readonly abandoned: () => void;
}

export class RequestSending implements PendingRequest {
  readonly #options: RequestSendingOptions;
  #targets: readonly Target[] = [];
  #request: SipRequest;
  #transaction: ClientTransaction | undefined;
  #challenges = 0;
  #heard = false;
  /** Lets what follows in the call choose its way again. */
  #settled: (() => void) | undefined;
  #cancelled: HeaderFields | undefined;
  #abandoned = false;
  /** What came of it has been told: of what other targets say later, only a 2xx counts. */
  #concluded = false;

  constructor(options: RequestSendingOptions) {
    this.#options = options;
    this.#request = options.request;
  }

  start(targets: readonly Target[]): void {
    if (this.#abandoned) return;
    const [target, ...others] = this.#options.dead.inOrder(targets);
    if (this.#cancelled !== undefined) {
      this.#report({ type: 'failed', cause: 'unreachable', reason: 'cancelled' });
      return;
    }
    if (target === undefined) {
      this.#report({ type: 'failed', cause: 'unreachable', reason: 'no address' });
      return;
    }
    this.#targets = others;
    this.#prepareAndSend(target);
  }

  cancel(headers: HeaderFields = []): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = headers;
    if (this.#transaction !== undefined) this.#options.transactions.cancel(this.#transaction, headers);
  }

  abandon(): void {
    this.#abandoned = true;
    this.#transaction?.abandon();
    this.#settle();
    this.#options.abandoned();
  }

  #prepareAndSend(target: Target): void {
    const { request, prepare } = this.#options;
    const headers = prepare(request, target);
    this.#request = { ...request, headers: withSequence(headers, request.method, this.#request.headers.cseq.number) };
    this.#send(target);
  }

  #send(target: Target): void {
    this.#heard = false;
    const request = this.#request;
    const way = this.#options.large.way(request, target);
    if (way !== target) this.#settled = this.#options.large.begun(request, target);
    const { dead, patienceMs: lastPatienceMs, transactions } = this.#options;
    const listener = (event: ClientTransactionEvent): void => {
      if (this.#abandoned) return;
      if (transaction !== this.#transaction) {
        this.#heardLate(event, transaction);
        return;
      }
      this.#settle();
      const noConnection = event.type === 'transportFailed' && !this.#heard && way !== target && this.#cancelled === undefined;
      if (noConnection) this.#sendInFragments(target);
      else this.#handle(event, request, target);
    };
    const patienceMs = this.#targets.length === 0 ? lastPatienceMs : dead.patienceMs;
    const transaction = transactions.sendRequest(request, way, listener, { patienceMs, sentBy: this.#options.sentBy?.(way) });
    this.#transaction = transaction;
    if (this.#cancelled !== undefined) this.#options.transactions.cancel(transaction, this.#cancelled);
  }

  #settle(): void {
    this.#settled?.();
    this.#settled = undefined;
  }

  #sendInFragments(target: Target): void {
    this.#options.large.refused(target);
    this.#send(target);
  }

  #handle(event: ClientTransactionEvent, request: SipRequest, target: Target): void {
    switch (event.type) {
      case 'responseReceived':
        this.#receive(event.response, request, target, event.source);
        break;
      case 'timedOut':
        if (!this.#heard && this.#nextAfterFailureOf(target)) return;
        this.#report({ type: 'failed', cause: 'timedOut', reason: 'no answer' });
        break;
      case 'transportFailed':
        if (!this.#heard && this.#nextAfterFailureOf(target)) return;
        this.#report({ type: 'failed', cause: 'unreachable', reason: event.error.code });
        break;
      case 'terminated':
        break;
    }
  }

  #receive(response: SipResponse, request: SipRequest, target: Target, source: Target): void {
    this.#heard = true;
    this.#note(response, target);
    const challenged = response.status === 401 || response.status === 407;
    if (challenged && this.#cancelled === undefined && this.#answerChallenge(response, request, target)) return;
    if (response.status >= 200) this.#options.concluded(request, response, target);
    if (this.#options.isServerFailure(response.status) && this.#tryNext()) return;
    this.#report({ type: 'responseReceived', response, request, source });
  }

  /** RFC 3261 §22.2: a new transaction with the next CSeq, to the same place. */
  #answerChallenge(challenge: SipResponse, request: SipRequest, target: Target): boolean {
    if (this.#challenges >= this.#options.maxChallenges) return false;
    const headers = this.#options.authorize(request, challenge, target);
    if (headers === undefined) return false;
    this.#challenges++;
    this.#request = { ...request, headers: withSequence(headers, request.method, this.#options.nextSequence()) };
    this.#send(target);
    return true;
  }

  /**
   * A server for which our patience was over, or a branch behind one that refused, answers after all, while another is asked or nobody any
   * more. Whoever rings there is told to stop; who has answered already is as good as any.
   */
  #heardLate(event: ClientTransactionEvent, transaction: ClientTransaction): void {
    if (event.type !== 'responseReceived' || event.response.status >= 300) return;
    const { transactions } = this.#options;
    if (event.response.status < 200) {
      transactions.cancel(transaction, this.#cancelled);
      return;
    }
    if (this.#transaction !== undefined) transactions.cancel(this.#transaction);
    this.#report({ type: 'responseReceived', response: event.response, request: transaction.request, source: event.source });
  }

  /** A 503 without Retry-After speaks of this request alone (RFC 3261 §21.5.4). */
  #note({ status, headers }: SipResponse, target: Target): void {
    const pauseMs = status === 503 ? retryAfterMs(headers) : undefined;
    if (pauseMs === undefined) this.#options.dead.answered(target);
    else this.#options.dead.failed(target, pauseMs);
  }

  #nextAfterFailureOf(target: Target): boolean {
    // Our own hanging up is not the server's silence.
    if (this.#cancelled === undefined) this.#options.dead.failed(target);
    return this.#tryNext();
  }

  #tryNext(): boolean {
    const [next, ...others] = this.#targets;
    if (next === undefined || this.#cancelled !== undefined) return false;
    this.#targets = others;
    this.#prepareAndSend(next);
    return true;
  }

  #report(event: RequestEvent): void {
    const status = event.type === 'failed' ? undefined : event.response.status;
    const accepts = status !== undefined && status >= 200 && status < 300;
    if (this.#concluded && !accepts) return;
    this.#concluded ||= status === undefined || status >= 200;
    this.#options.listener(event);
  }
}

function withSequence(headers: Headers, method: string, sequence: number): Headers {
  return headers.clone().set('CSeq', `${sequence} ${method}`);
}

// The transaction layer: requests and responses find their machine, or start one (RFC 3261 §17, RFC 6026).

import type { SipRequest, SipResponse } from '../message/message.ts';
import { serializeVia } from '../message/via.ts';
import type { Clock, Log, Random, Timer } from '../ports.ts';
import type { SipTimers } from '../timers.ts';
import { type SentBy, type Target, type Transport, TransportError, type TransportEvent } from '../transport/transport.ts';
import { ClientRunner } from './client-runner.ts';
import { cancelFor } from './derived-messages.ts';
import { hex } from './hex.ts';
import { type InviteClientState, inviteClient, inviteClientStart } from './invite-client.ts';
import { terminated } from './machine.ts';
import { clientKey, magicCookie, responseKey } from './matching.ts';
import { type NonInviteClientState, nonInviteClient, nonInviteClientStart } from './non-invite-client.ts';
import { ServerTransactions } from './server-transactions.ts';
import type { ClientTransaction, ClientTransactionEvent, TransactionUser } from './transaction-events.ts';

export interface TransactionLayerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly timers: SipTimers;
  readonly user: TransactionUser;
  /** Server transactions alive at once; more are answered 503. */
  readonly maxServerTransactions?: number;
}

export interface SendOptions {
  /** Bounds the wait for the first answer where timers B and F are longer. */
  readonly patienceMs?: number | undefined;
  /** What the Via says of us where others see us elsewhere than we do. */
  readonly sentBy?: { readonly host: string; readonly port: number } | undefined;
}

type AnyClientRunner = ClientRunner<InviteClientState> | ClientRunner<NonInviteClientState>;

/** A CANCEL that was asked for. */
interface Cancellation {
  readonly headers: readonly (readonly [string, string])[];
  /** Runs from the CANCEL to the INVITE's final response; undefined while no provisional response allows the CANCEL. */
  patience: Timer | undefined;
}

export class TransactionLayer {
  readonly #options: TransactionLayerOptions;
  readonly #servers: ServerTransactions;
  readonly #clients = new Map<string, AnyClientRunner>();
  readonly #cancellations = new Map<ClientTransaction, Cancellation>();

  constructor(options: TransactionLayerOptions) {
    this.#options = options;
    this.#servers = new ServerTransactions(options);
  }

  /** Transactions alive; 0 when nothing leaks. */
  get size(): number {
    return this.#clients.size + this.#servers.size;
  }

  /**
   * Pushes our Via and starts a client transaction. The listener is never called before this returns, and never after `abandon`.
   * Not for ACK (`sendAck`) and CANCEL (`cancel`).
   */
  sendRequest(
    request: SipRequest,
    target: Target,
    listener: (event: ClientTransactionEvent) => void,
    { patienceMs, sentBy }: SendOptions = {},
  ): ClientTransaction {
    const sent = this.#withVia(request, target, sentBy);
    return this.#start(sent.request, target, listener, { failure: sent.failure, patienceMs });
  }

  /**
   * Sends the ACK of a 2xx, which belongs to no transaction (RFC 3261 §13.2.2.4). Pushes our Via when there is none and returns what was
   * sent; hand that in again to repeat the very same ACK. `failed` hears that the network did not take it.
   */
  sendAck(request: SipRequest, target: Target, failed: () => void = () => undefined): SipRequest {
    const ack = request.headers.has('Via') ? request : this.#withVia(request, target).request;
    this.#options.transport.send(ack, target).catch((error: unknown) => {
      this.#options.log.info('sip', 'sending an ACK failed', { error });
      failed();
    });
    return ack;
  }

  /**
   * Cancels an INVITE (RFC 3261 §9.1): at once when a provisional response has come, else as soon as one comes. Does nothing after the
   * final response. Without a final response 64*T1 after the CANCEL the INVITE reports `timedOut`. `headers` are added, such as Reason.
   */
  cancel(transaction: ClientTransaction, headers: readonly (readonly [string, string])[] = []): void {
    const runner = this.#clients.get(keyOf(transaction.request));
    if (runner === undefined || runner !== transaction || runner.request.method !== 'INVITE') return;
    if (this.#cancellations.has(runner) || !(isUnheard(runner) || runner.phase === 'proceeding')) return;
    this.#cancellations.set(runner, { headers, patience: undefined });
    this.#advanceCancellation(runner);
  }

  /** The transport's listener. Never throws, whatever the user above does. */
  receive(event: TransportEvent): void {
    try {
      this.#receive(event);
    } catch (error) {
      this.#options.log.error('sip', 'handling a message threw', { event: event.type, error });
    }
  }

  /** Forgets all transactions without a word to the network or to the listeners. The transport is the owner's to close. */
  close(): void {
    for (const runner of [...this.#clients.values()]) runner.abandon();
    this.#servers.close();
  }

  #receive(event: TransportEvent): void {
    switch (event.type) {
      case 'messageReceived':
        if (event.message.kind === 'response') this.#receiveResponse(event.message, event.source);
        else this.#servers.receive(event.message, event.source);
        break;
      case 'messageRefused':
        this.#refuse(event);
        break;
      case 'flowClosed':
        // The other side may still answer over a new connection (RFC 3261 §18.2.2); timers B and F bound the wait.
        break;
    }
  }

  #withVia(
    request: SipRequest,
    target: Target,
    seenAs?: SendOptions['sentBy'],
  ): { readonly request: SipRequest; readonly failure: TransportError | undefined } {
    const branch = magicCookie + hex(this.#options.random.bytes(16));
    let sentBy: SentBy = { host: 'invalid', port: undefined, alias: false };
    let failure: TransportError | undefined;
    try {
      sentBy = { ...this.#options.transport.sentBy(target), ...seenAs };
    } catch (cause) {
      failure = cause instanceof TransportError ? cause : new TransportError('unreachable', 'no local address', { cause });
    }
    const parameters = new Map([
      ['branch', branch],
      ['rport', undefined],
    ]);
    const { host, port, alias } = sentBy;
    if (alias) parameters.set('alias', undefined);
    const via = serializeVia({ protocol: target.protocol, host, port, parameters });
    return { request: { ...request, headers: request.headers.clone().prepend('Via', via) }, failure };
  }

  #start(
    request: SipRequest,
    target: Target,
    listener: (event: ClientTransactionEvent) => void,
    circumstances: { readonly failure?: TransportError | undefined; readonly patienceMs?: number | undefined } = {},
  ): AnyClientRunner {
    const { clock, log, transport, timers } = this.#options;
    const { failure, patienceMs } = circumstances;
    const reliable = transport.isReliable(target.protocol);
    const key = keyOf(request);
    const common = {
      clock,
      log,
      // A request that has no address to come from fails as one that the network refuses does: later, by an event.
      send: failure === undefined ? (message: SipRequest) => transport.send(message, target) : () => Promise.reject(failure),
      context: patienceMs === undefined ? { timers, reliable } : { timers, reliable, patienceMs },
      request,
      target,
      listener,
      end: terminated,
      stepped: (stepped: AnyClientRunner) => {
        if (stepped.phase === 'terminated' && this.#clients.get(key) === stepped) this.#clients.delete(key);
        this.#advanceCancellation(stepped);
      },
    };
    const runner: AnyClientRunner =
      request.method === 'INVITE'
        ? new ClientRunner<InviteClientState>({ ...common, start: inviteClientStart, machine: inviteClient })
        : new ClientRunner<NonInviteClientState>({ ...common, start: nonInviteClientStart, machine: nonInviteClient });
    this.#clients.set(key, runner);
    runner.input({ type: 'started' });
    return runner;
  }

  /** Sends the CANCEL when it may go, and forgets the cancellation when there is nothing left to cancel. */
  #advanceCancellation(runner: AnyClientRunner): void {
    const cancellation = this.#cancellations.get(runner);
    if (cancellation === undefined || isUnheard(runner)) return;
    if (runner.phase !== 'proceeding') {
      cancellation.patience?.cancel();
      this.#cancellations.delete(runner);
      return;
    }
    if (cancellation.patience !== undefined) return;
    const patienceMs = 64 * this.#options.timers.t1Ms;
    cancellation.patience = this.#options.clock.setTimer(patienceMs, () => runner.giveUp());
    // Its outcome does not matter: the INVITE's final response tells all.
    this.#start(cancelFor(runner.request, cancellation.headers), runner.target, () => undefined);
  }

  #receiveResponse(response: SipResponse, source: Target): void {
    const key = responseKey(response);
    const runner = key === undefined ? undefined : this.#clients.get(key);
    if (runner !== undefined) {
      runner.input({ type: 'responseReceived', response, source });
      return;
    }
    const is2xx = response.status >= 200 && response.status < 300;
    // A second Via means that it is not for us (RFC 3261 §8.1.3.3).
    if (key !== undefined && is2xx && response.headers.cseq.method === 'INVITE') {
      this.#options.user.strayResponseReceived(response, source);
      return;
    }
    this.#options.log.debug('sip', 'dropped a response without a transaction', { status: response.status });
  }

  #refuse(event: TransportEvent & { type: 'messageRefused' }): void {
    this.#options.log.info('sip', 'refused a message', { status: event.status, reason: event.reason });
    const request = event.answerable;
    if (request === undefined || request.kind !== 'request' || request.method === 'ACK') return;
    this.#servers.answerWithoutTransaction(request, event.source, event.status, event.reason);
  }
}

function isUnheard({ phase }: AnyClientRunner): boolean {
  return phase === 'calling' || phase === 'overdue';
}

function keyOf(request: SipRequest): string {
  return clientKey(request.headers.via.parameters.get('branch') ?? '', request.method);
}

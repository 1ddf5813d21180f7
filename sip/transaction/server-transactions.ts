// The server half of the transaction layer: a request finds its transaction, or starts one, or is answered without one.

import { makeResponse } from '../message/make-response.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { SipTimers } from '../timers.ts';
import { responseTarget } from '../transport/response-target.ts';
import type { Target, Transport } from '../transport/transport.ts';
import { hex } from './hex.ts';
import { type InviteServerState, inviteServer, inviteServerStart } from './invite-server.ts';
import { terminated } from './machine.ts';
import { hasMagicCookie, legacyAckKey, mergeKey, serverKey, toTag } from './matching.ts';
import { type NonInviteServerState, nonInviteServer, nonInviteServerStart } from './non-invite-server.ts';
import { ServerRunner } from './server-runner.ts';
import type { TransactionUser } from './transaction-events.ts';

export interface ServerTransactionsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly timers: SipTimers;
  readonly user: TransactionUser;
  readonly maxServerTransactions?: number;
}

type AnyServerRunner = ServerRunner<InviteServerState> | ServerRunner<NonInviteServerState>;

const defaultMaximum = 1000;
/** Of all requests that are kept: with messages of the usual size the number ends first, with the largest allowed these are some sixty. */
const maximumBytes = 4_194_304;
/** What a transaction takes besides its message. */
const transactionBytes = 1024;
/** RFC 3261 §21.5.4: by then many have passed their timer J. */
const retryAfterS = 32;

export class ServerTransactions {
  readonly #options: ServerTransactionsOptions;
  readonly #runners = new Map<string, AnyServerRunner>();
  /** By `mergeKey`. */
  readonly #unmerged = new Map<string, AnyServerRunner>();
  /** Of the requests in `#runners`. */
  #bytes = 0;
  #statelessTag: string | undefined;

  constructor(options: ServerTransactionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#runners.size;
  }

  receive(request: SipRequest, source: Target): void {
    if (request.method === 'ACK') this.#receiveAck(request, source);
    else this.#receiveOther(request, source);
  }

  /** RFC 3261 §8.2.7. The To tag is the same for every repetition. */
  answerWithoutTransaction(request: SipRequest, source: Target, status: number, reason?: string): void {
    this.#statelessTag ??= hex(this.#options.random.bytes(8));
    const response = makeResponse(request, status, reason, this.#statelessTag);
    if (status === 503) response.headers.set('Retry-After', String(retryAfterS));
    this.#sendAndForget(response, responseTarget(request.headers.via, source));
  }

  close(): void {
    for (const runner of [...this.#runners.values()]) runner.abandon();
  }

  #receiveOther(request: SipRequest, source: Target): void {
    const key = serverKey(request);
    const running = this.#runners.get(key);
    const merged = mergeKey(request);
    if (running !== undefined) {
      running.input({ type: 'requestRepeated' });
    } else if (merged !== undefined && this.#unmerged.has(merged)) {
      this.answerWithoutTransaction(request, source, 482);
    } else if (this.#makeRoom(sizeOf(request))) {
      this.#start(request, source, key, merged);
    } else {
      this.answerWithoutTransaction(request, source, 503);
    }
  }

  #start(request: SipRequest, source: Target, key: string, merged: string | undefined): void {
    const { clock, log, transport, timers, user } = this.#options;
    const common = {
      clock,
      log,
      transport,
      context: { timers, reliable: transport.isReliable(source.protocol) },
      request,
      source,
      end: terminated,
      passAck: (ack: SipRequest, from: Target) => user.ackReceived(ack, from),
      stepped: (stepped: AnyServerRunner) => {
        if (stepped.phase === 'terminated') this.#forget(stepped, key, merged);
      },
    };
    const runner: AnyServerRunner =
      request.method === 'INVITE'
        ? new ServerRunner<InviteServerState>({ ...common, start: inviteServerStart, machine: inviteServer })
        : new ServerRunner<NonInviteServerState>({ ...common, start: nonInviteServerStart, machine: nonInviteServer });
    this.#runners.set(key, runner);
    this.#bytes += sizeOf(request);
    if (merged !== undefined) this.#unmerged.set(merged, runner);
    runner.input({ type: 'started' });
    const cancels = request.method === 'CANCEL' ? this.#runners.get(serverKey(request, 'INVITE')) : undefined;
    try {
      user.requestReceived(runner, cancels);
    } catch (error) {
      log.error('sip', 'the user of a request threw', { method: request.method, error });
      if (runner.finalResponse === undefined)
        runner.respond(makeResponse(request, 500, undefined, hex(this.#options.random.bytes(8))));
    }
  }

  #forget(runner: AnyServerRunner, key: string, merged: string | undefined): void {
    if (this.#runners.get(key) === runner) {
      this.#runners.delete(key);
      this.#bytes -= sizeOf(runner.request);
    }
    if (merged !== undefined && this.#unmerged.get(merged) === runner) this.#unmerged.delete(merged);
  }

  #receiveAck(ack: SipRequest, source: Target): void {
    const runner = this.#acknowledged(ack);
    if (runner === undefined) this.#options.user.ackReceived(ack, source);
    else runner.acknowledge(ack, source);
  }

  /** The INVITE transaction whose response the ACK is for; the ACK of a 2xx has none, for its branch is new. */
  #acknowledged(ack: SipRequest): AnyServerRunner | undefined {
    if (hasMagicCookie(ack.headers.via.parameters.get('branch'))) return this.#runners.get(serverKey(ack, 'INVITE'));
    const key = legacyAckKey(ack);
    for (const runner of this.#runners.values()) {
      if (runner.request.method !== 'INVITE' || runner.finalResponse === undefined) continue;
      if (toTag(runner.finalResponse) === toTag(ack) && legacyAckKey(runner.request) === key) return runner;
    }
    return undefined;
  }

  /**
   * When all places are taken, the oldest goes that has its final response and only waits for repetitions; an INVITE that was refused only
   * when there is no other, for without its place a repetition would ring.
   */
  #makeRoom(bytes: number): boolean {
    const maximum = this.#options.maxServerTransactions ?? defaultMaximum;
    while (this.#runners.size >= maximum || this.#bytes + bytes > maximumBytes) if (!this.#dropOldest()) return false;
    return true;
  }

  #dropOldest(): boolean {
    let refused: AnyServerRunner | undefined;
    for (const runner of this.#runners.values()) {
      if (runner.phase !== 'completed' && runner.phase !== 'confirmed') continue;
      refused ??= runner;
      if (runner.request.method === 'INVITE') continue;
      runner.abandon();
      return true;
    }
    refused?.abandon();
    return refused !== undefined;
  }

  #sendAndForget(response: SipResponse, target: Target): void {
    this.#options.transport.send(response, target).catch((error: unknown) => {
      this.#options.log.info('sip', 'sending failed', { status: response.status, error });
    });
  }
}

/** Its header and body, about; the same whenever it is asked. */
function sizeOf(request: SipRequest): number {
  let size = transactionBytes + request.body.length;
  for (const [name, value] of request.headers.entries()) size += name.length + value.length;
  return size;
}

// A SIP peer for tests that behaves: registrar with digest, proxy of one target, a called phone, a caller. Scripted where a test says so.

import { DigestServer } from '#sip/auth/digest-server';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseNameAddr } from '#sip/message/name-addr';
import { parseUri } from '#sip/message/uri';
import type { Clock, Log, Random } from '#sip/ports';
import { defaultTimers } from '#sip/timers';
import type { ClientTransaction, ClientTransactionEvent, ServerTransaction } from '#sip/transaction/transaction-events';
import { TransactionLayer } from '#sip/transaction/transaction-layer';
import type { Target } from '#sip/transport/transport';
import { type LossyNetwork, type NetworkNode, seededRandom } from './lossy-network.ts';

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Repeatable bytes; the same seed gives the same tags and branches. */
export function seededBytes(seed: number): Random {
  const next = seededRandom(seed);
  return { bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)) };
}

export type Answer = (transaction: ServerTransaction) => void;

export interface ResponseParts {
  readonly reason?: string;
  readonly tag?: string;
  readonly sdp?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

export interface SipPeerOptions {
  readonly network: LossyNetwork;
  readonly clock: Clock;
  readonly address: string;
  readonly seed?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A caller's or called phone's description of one audio stream. */
export function sdpOf(
  address: string,
  options: { port?: number; direction?: string; formats?: string; version?: number; hold?: boolean } = {},
): string {
  const { port = 4000, direction = 'sendrecv', formats = '0 8', version = 1, hold = false } = options;
  const connection = hold ? '0.0.0.0' : address;
  const lines = ['v=0', `o=- 7 ${version} IN IP4 ${address}`, 's=-', `c=IN IP4 ${connection}`, 't=0 0'];
  return `${[...lines, `m=audio ${port} RTP/AVP ${formats}`, `a=${direction}`].join('\r\n')}\r\n`;
}

export function bodyOf(message: SipRequest | SipResponse): string {
  return decoder.decode(message.body);
}

export class SipPeer {
  readonly address: string;
  readonly node: NetworkNode;
  readonly transactions: TransactionLayer;
  /** Every request that reached us, ACKs too, in order; retransmissions are not repeated. */
  readonly received: SipRequest[] = [];
  /** By method. What is not here is answered 200. */
  readonly answers: Map<string, Answer> = new Map();
  /** The INVITEs that are to be answered later, newest last. */
  readonly pending: ServerTransaction[] = [];
  readonly cancelled: ServerTransaction[] = [];
  readonly target: Target;
  readonly #random: Random;
  #sequence = 100;

  constructor({ network, clock, address, seed = 7 }: SipPeerOptions) {
    this.address = address;
    this.#random = seededBytes(seed);
    this.target = { protocol: 'UDP', remote: { family: 4, address, port: 5060 } };
    this.node = network.attach(address, (event) => this.transactions.receive(event));
    this.transactions = new TransactionLayer({
      clock,
      log: silentLog,
      random: this.#random,
      transport: this.node,
      timers: defaultTimers,
      user: {
        requestReceived: (transaction, cancels) => this.#requestReceived(transaction, cancels),
        ackReceived: (request) => void this.received.push(request),
        strayResponseReceived: () => undefined,
      },
    });
  }

  /** The requests of one method. */
  requests(method: string): readonly SipRequest[] {
    return this.received.filter((request) => request.method === method);
  }

  last(method: string): SipRequest {
    const request = this.requests(method).at(-1);
    if (request === undefined) throw new Error(`no ${method} reached ${this.address}`);
    return request;
  }

  /** The newest INVITE that waits. */
  get invite(): ServerTransaction {
    const transaction = this.pending.at(-1);
    if (transaction === undefined) throw new Error('no INVITE waits');
    return transaction;
  }

  respond(transaction: ServerTransaction, status: number, parts: ResponseParts = {}): void {
    const response = makeResponse(transaction.request, status, parts.reason, parts.tag ?? `tag-${this.address}`);
    if (status < 300 && transaction.request.method === 'INVITE') response.headers.set('Contact', `<sip:${this.address}>`);
    for (const [name, value] of parts.headers ?? []) response.headers.set(name, value);
    if (parts.sdp !== undefined) response.headers.set('Content-Type', 'application/sdp');
    transaction.respond({ ...response, body: encoder.encode(parts.sdp ?? '') });
  }

  /** Accepts REGISTER as a registrar does, with digest when there are passwords. */
  registrar(options: { clock: Clock; passwords?: Readonly<Record<string, string>>; expiresS?: number; realm?: string }): void {
    const digest = new DigestServer(
      {
        realm: options.realm ?? 'example.org',
        algorithms: ['MD5'],
        nonceLifetimeMs: 3_600_000,
        passwordOf: (user) => options.passwords?.[user],
      },
      options.clock,
      this.#random,
    );
    this.answers.set('REGISTER', (transaction) => {
      const { request } = transaction;
      if (options.passwords !== undefined && digest.verify(request, 'Authorization').type !== 'accepted') {
        this.respond(transaction, 401, { headers: [['WWW-Authenticate', digest.challenges()[0] ?? '']] });
        return;
      }
      const contact = request.headers.contacts[0];
      const asked = Number(contact?.parameters.get('expires') ?? request.headers.expires ?? 3600);
      const expires = asked === 0 ? 0 : (options.expiresS ?? asked);
      const own = (request.headers.get('Contact') ?? '').replace(/;expires=\d+/, '');
      // Another phone of the same user stands first.
      const others = `<sip:someone@192.0.2.77>;expires=${expires === 0 ? 60 : 17}`;
      this.respond(transaction, 200, { headers: [['Contact', expires === 0 ? others : `${others}, ${own};expires=${expires}`]] });
    });
  }

  /** Challenges a method once, then hands on. */
  challenge(
    method: string,
    options: { clock: Clock; passwords: Readonly<Record<string, string>>; authorized: Answer; realm?: string },
  ): void {
    const digest = new DigestServer(
      {
        realm: options.realm ?? 'example.org',
        algorithms: ['SHA-256', 'MD5'],
        nonceLifetimeMs: 3_600_000,
        passwordOf: (user) => options.passwords[user],
      },
      options.clock,
      this.#random,
    );
    this.answers.set(method, (transaction) => {
      if (digest.verify(transaction.request, 'Proxy-Authorization').type === 'accepted') return options.authorized(transaction);
      const response = makeResponse(transaction.request, 407, undefined, 'challenge');
      for (const challenge of digest.challenges()) response.headers.append('Proxy-Authenticate', challenge);
      return transaction.respond(response);
    });
  }

  /** A request of ours; the listener hears all responses. */
  send(
    target: Target,
    parts: {
      method: string;
      uri: string;
      to?: string;
      from?: string;
      callId?: string;
      sequence?: number;
      sdp?: string;
      headers?: readonly (readonly [string, string])[];
    },
    listener: (event: ClientTransactionEvent) => void = () => undefined,
  ): ClientTransaction {
    return this.transactions.sendRequest(this.request(parts), target, listener);
  }

  request(parts: Parameters<SipPeer['send']>[1]): SipRequest {
    const { method, uri, sdp, callId, sequence } = parts;
    const request = makeRequest({
      method,
      uri: parseUri(uri),
      from: parseNameAddr(parts.from ?? `<sip:caller@example.org>;tag=from-${this.address}`),
      to: parseNameAddr(parts.to ?? `<${uri}>`),
      callId: callId ?? `call-${this.address}-${this.#sequence}`,
      cseqNumber: sequence ?? ++this.#sequence,
    });
    request.headers.set('Contact', `<sip:${this.address}>`);
    for (const [name, value] of parts.headers ?? []) request.headers.set(name, value);
    if (sdp === undefined) return request;
    if (!request.headers.has('Content-Type')) request.headers.set('Content-Type', 'application/sdp');
    return { ...request, body: encoder.encode(sdp) };
  }

  /** The ACK of a 2xx. */
  acknowledge(invite: SipRequest, response: SipResponse, target: Target, sdp?: string): void {
    const ack = this.request({
      method: 'ACK',
      uri: response.headers.get('Contact')?.replace(/^.*<|>.*$/g, '') ?? '',
      from: invite.headers.get('From') ?? '',
      to: response.headers.get('To') ?? '',
      callId: invite.headers.callId,
      sequence: invite.headers.cseq.number,
      ...(sdp === undefined ? {} : { sdp }),
    });
    this.transactions.sendAck(ack, target);
  }

  #requestReceived(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void {
    const { request } = transaction;
    this.received.push(request);
    if (request.method === 'CANCEL' && cancels !== undefined && !this.answers.has('CANCEL')) {
      this.respond(transaction, 200);
      this.cancelled.push(cancels);
      this.respond(cancels, 487);
      return;
    }
    const answer = this.answers.get(request.method);
    if (answer !== undefined) answer(transaction);
    else if (request.method === 'INVITE') this.pending.push(transaction);
    else this.respond(transaction, 200);
  }
}

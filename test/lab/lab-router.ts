// Gives each request to who answers it: the registrar, one of the numbers, or the phone that it is for (RFC 3261 §16).

import type { DigestServer } from '#sip/auth/digest-server';
import { dialogKey } from '#sip/dialog/dialog';
import { newTag } from '#sip/dialog/identifiers';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { isSipUri, serializeHostPort, type Uri, unescapeUri } from '#sip/message/uri';
import type { Clock, Log, Random } from '#sip/ports';
import type { ServerTransaction, TransactionUser } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import type { Target, Transport } from '#sip/transport/transport';
import { LabCall } from './lab-call.ts';
import { LabNotifier } from './lab-notifier.ts';
import { LabProxy } from './lab-proxy.ts';
import type { Locations } from './locations.ts';
import type { LabNumber } from './numbers/lab-number.ts';
import { everybody, numbers } from './numbers/numbers.ts';
import { register } from './registrar.ts';

export interface LabRouterOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  /** Made after the router, whose user it is. */
  readonly transactions: () => TransactionLayer;
  readonly digest: DigestServer;
  readonly locations: Locations;
  readonly listening: { readonly host: string; readonly port: number };
  readonly advertised: { readonly host: string; readonly port: number };
  /** Names that mean us too. */
  readonly domains: readonly string[];
  readonly minimumExpiresS: number;
  readonly maximumExpiresS: number;
  readonly timerCMs: number;
}

export class LabRouter implements TransactionUser {
  readonly digits: string[] = [];
  readonly requestCounts: Map<string, number> = new Map();
  readonly notifier: LabNotifier;
  readonly #options: LabRouterOptions;
  readonly #proxy: LabProxy;
  readonly #calls = new Map<string, LabCall>();
  readonly #ringing = new Map<ServerTransaction, LabCall>();

  constructor(options: LabRouterOptions) {
    this.#options = options;
    this.notifier = new LabNotifier(options);
    this.#proxy = new LabProxy({ ...options, calls: this.notifier.calls });
  }

  get callCount(): number {
    return this.#calls.size;
  }

  requestReceived(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void {
    const { request } = transaction;
    this.requestCounts.set(request.method, (this.requestCounts.get(request.method) ?? 0) + 1);
    if (request.method === 'CANCEL') this.#cancel(transaction, cancels);
    else if (request.method === 'REGISTER') this.#register(transaction);
    else if (request.headers.to.parameters.has('tag')) this.#requestWithin(transaction);
    else this.#requestOutside(transaction);
  }

  ackReceived(ack: SipRequest, source: Target): void {
    const call = this.#callOf(ack);
    if (call !== undefined) call.acknowledged(ack);
    else this.#proxy.forwardAck(ack, source);
  }

  /** Its client transaction lives as long as 2xx may be repeated; later ones are of no use to anybody. */
  strayResponseReceived(response: SipResponse): void {
    this.#options.log.info('lab', 'a stray response', { status: response.status });
  }

  close(): void {
    for (const call of this.#calls.values()) call.close();
    this.notifier.close();
  }

  #cancel(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void {
    this.#answer(transaction, cancels === undefined ? 481 : 200);
    if (cancels === undefined) return;
    const call = this.#ringing.get(cancels);
    if (call !== undefined) call.cancelled();
    else this.#proxy.cancel(cancels);
  }

  #register(transaction: ServerTransaction): void {
    const { request, source } = transaction;
    const user = this.#authenticated(transaction, 'Authorization', 401);
    if (user === undefined) return;
    const response = register(request, source, user, this.#options);
    transaction.respond(tagged(response, newTag(this.#options.random)));
    if (response.status === 200) this.notifier.registered(user);
  }

  #requestWithin(transaction: ServerTransaction): void {
    const call = this.#callOf(transaction.request);
    if (call !== undefined) call.received(transaction);
    else if (this.notifier.received(transaction)) return;
    else if (isOurs(transaction.request.uri, this.#options)) this.#answer(transaction, 481);
    else this.#proxy.forwardWithin(transaction);
  }

  #requestOutside(transaction: ServerTransaction): void {
    const { request } = transaction;
    const status = this.#answerOfOurOwn(request);
    if (status !== undefined) {
      this.#answer(transaction, status);
      return;
    }
    const user = this.#authenticated(transaction, 'Proxy-Authorization', 407);
    if (user === undefined) return;
    const wanted = userOf(request.uri);
    if (request.method === 'SUBSCRIBE') {
      const refusal = this.notifier.subscribe(transaction, user, wanted);
      if (refusal !== undefined) this.#answer(transaction, refusal);
      return;
    }
    const number = numbers.find((each) => each.number === wanted);
    if (number !== undefined) this.#call(transaction, number, user);
    else this.#forward(transaction, wanted);
  }

  /** Undefined when the request is for somebody. */
  #answerOfOurOwn(request: SipRequest): number | undefined {
    if (!isSipUri(request.uri)) return 416;
    if (!isOurs(request.uri, this.#options)) return 403;
    if (request.uri.user === undefined) return request.method === 'OPTIONS' ? 200 : 404;
    return undefined;
  }

  #forward(transaction: ServerTransaction, user: string): void {
    const { locations } = this.#options;
    const { from } = transaction.request.headers;
    const caller = userOf(from.uri);
    const users = user === everybody.number ? locations.users.filter((each) => each !== caller) : [user];
    const bindings = users.flatMap((each) => locations.of(each));
    if (bindings.length === 0) this.#answer(transaction, user === everybody.number ? 480 : this.#absence(user));
    else {
      const { method, headers } = transaction.request;
      if (method === 'INVITE') this.notifier.calls.began(headers.callId, caller, user);
      this.#proxy.forward(transaction, bindings);
    }
  }

  #absence(user: string): number {
    return /^100[1-9]$/.test(user) ? 480 : 404;
  }

  #call(transaction: ServerTransaction, number: LabNumber, caller: string): void {
    const { clock, random, listening, advertised, transactions } = this.#options;
    if (transaction.request.method !== 'INVITE') {
      this.#answer(transaction, transaction.request.method === 'OPTIONS' ? 200 : 405);
      return;
    }
    const { callId } = transaction.request.headers;
    this.notifier.calls.began(callId, caller, number.number);
    const call = new LabCall({
      clock,
      random,
      transactions: transactions(),
      transaction,
      address: listening.host,
      contact: `<sip:${number.number}@${serializeHostPort(advertised.host, advertised.port)}>`,
      answered: (status) => this.notifier.calls.answered(callId, status),
      ended: () => {
        this.notifier.calls.ended(callId);
        this.#calls.delete(call.key);
        this.#ringing.delete(transaction);
      },
    });
    this.#calls.set(call.key, call);
    this.#ringing.set(transaction, call);
    const taking = number.take(call, {
      clock,
      caller,
      mailboxes: this.notifier.mailboxes,
      digitHeard: (digit) => void this.digits.push(digit),
    });
    taking?.catch((error: unknown) => {
      this.#options.log.error('lab', 'a number failed', { number: number.number, error });
      call.refuse(500);
    });
  }

  #callOf(request: SipRequest): LabCall | undefined {
    const { to, from, callId } = request.headers;
    return this.#calls.get(dialogKey(callId, to.parameters.get('tag') ?? '', from.parameters.get('tag') ?? ''));
  }

  /** Undefined: the request has been answered. */
  #authenticated(
    transaction: ServerTransaction,
    field: 'Authorization' | 'Proxy-Authorization',
    status: 401 | 407,
  ): string | undefined {
    const verification = this.#options.digest.verify(transaction.request, field);
    if (verification.type === 'accepted') return verification.user;
    const stale = verification.type === 'challenge' && verification.stale;
    const response = makeResponse(transaction.request, status, undefined, newTag(this.#options.random));
    const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    for (const challenge of this.#options.digest.challenges(stale)) response.headers.push(name, challenge);
    transaction.respond(response);
    return undefined;
  }

  #answer(transaction: ServerTransaction, status: number): void {
    transaction.respond(makeResponse(transaction.request, status, undefined, newTag(this.#options.random)));
  }
}

function userOf(uri: Uri): string {
  return isSipUri(uri) ? unescapeUri(uri.user ?? '') : '';
}

/** Our domain is the address that we listen on. Another port there is a phone. */
function isOurs(uri: Uri, { listening, advertised, domains }: LabRouterOptions): boolean {
  if (!isSipUri(uri)) return false;
  if (domains.includes(uri.host)) return true;
  return [listening, advertised].some(({ host, port }) => uri.host === host && (uri.port === undefined || uri.port === port));
}

function tagged(response: SipResponse, tag: string): SipResponse {
  const to = response.headers.get('To') ?? '';
  if (!/;\s*tag=/i.test(to)) response.headers.set('To', `${to};tag=${tag}`);
  return response;
}

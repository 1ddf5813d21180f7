// The proxy: requests to phones, with ourselves in the route of what follows (RFC 3261 §16.4 to §16.6).

import { newTag } from '#sip/dialog/identifiers';
import type { Headers } from '#sip/message/headers';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest } from '#sip/message/message';
import { isSipUri, serializeHostPort, type Uri } from '#sip/message/uri';
import type { Clock, Log, Random } from '#sip/ports';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import type { Target, Transport } from '#sip/transport/transport';
import type { CallStates } from './call-states.ts';
import { ForkedInvite } from './forked-invite.ts';
import { forwarded, passedBack, withOwnVia } from './forwarding.ts';
import type { Binding, Locations } from './locations.ts';

export interface LabProxyOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly transactions: () => TransactionLayer;
  readonly locations: Locations;
  readonly listening: { readonly host: string; readonly port: number };
  readonly advertised: { readonly host: string; readonly port: number };
  readonly timerCMs: number;
  readonly calls: CallStates;
}

interface Branch {
  readonly request: SipRequest;
  readonly target: Target;
}

export class LabProxy {
  readonly #options: LabProxyOptions;
  readonly #forked = new Map<ServerTransaction, ForkedInvite>();

  constructor(options: LabProxyOptions) {
    this.#options = options;
  }

  /** To all places where somebody is registered. */
  forward(transaction: ServerTransaction, bindings: readonly Binding[]): void {
    const { host, port } = this.#options.advertised;
    const branches = bindings.flatMap(({ contact, target }) => {
      const request = forwarded({ ...transaction.request, uri: contact }, (headers) => {
        this.#removeOwnRoute(headers);
        headers.delete('Proxy-Authorization');
        headers.prepend('Record-Route', `<sip:${serializeHostPort(host, port)};lr>`);
      });
      return request === undefined ? [] : [{ request, target }];
    });
    this.#send(transaction, branches);
  }

  /** Within a dialog: where Route says, else where the Request-URI is (§16.12). */
  forwardWithin(transaction: ServerTransaction): void {
    const { method, headers } = transaction.request;
    if (method === 'BYE') this.#options.calls.ended(headers.callId);
    const branch = this.#branchWithin(transaction.request, transaction.source);
    this.#send(transaction, branch === undefined ? [] : [branch]);
  }

  forwardAck(ack: SipRequest, source: Target): void {
    const { transport, transactions, random } = this.#options;
    if (!ack.headers.to.parameters.has('tag')) return;
    const branch = this.#branchWithin(ack, source);
    if (branch === undefined) return;
    transactions().sendAck(withOwnVia(branch.request, branch.target, transport, random), branch.target);
  }

  cancel(transaction: ServerTransaction): void {
    this.#forked.get(transaction)?.cancel();
  }

  #send(transaction: ServerTransaction, branches: readonly Branch[]): void {
    if (branches.length === 0) {
      this.#options.calls.answered(transaction.request.headers.callId, 483);
      transaction.respond(makeResponse(transaction.request, 483, undefined, newTag(this.#options.random)));
    } else if (transaction.request.method === 'INVITE') {
      this.#fork(transaction, branches);
    } else {
      this.#relay(transaction, branches[0]);
    }
  }

  #fork(transaction: ServerTransaction, branches: readonly Branch[]): void {
    const { clock, transactions, timerCMs, calls } = this.#options;
    const { callId } = transaction.request.headers;
    const answered = (status: number): void => calls.answered(callId, status);
    const forked = new ForkedInvite({ clock, transactions: transactions(), transaction, branches, timerCMs, answered });
    this.#forked.set(transaction, forked);
    transaction.listen((event) => {
      if (event.type === 'terminated') this.#forked.delete(transaction);
    });
    forked.start();
  }

  /** Silence is passed on as silence (RFC 4320 §4.2). */
  #relay(transaction: ServerTransaction, branch: Branch | undefined): void {
    if (branch === undefined) return;
    this.#options.transactions().sendRequest(branch.request, branch.target, (event) => {
      if (event.type === 'responseReceived' && event.response.status > 100)
        transaction.respond(passedBack(event.response, transaction.request));
      else if (event.type === 'transportFailed') transaction.respond(makeResponse(transaction.request, 500, undefined, 'lab'));
    });
  }

  #branchWithin(request: SipRequest, source: Target): Branch | undefined {
    const onward = forwarded(request, (headers) => this.#removeOwnRoute(headers));
    if (onward === undefined) return undefined;
    const next = onward.headers.routes[0]?.uri ?? onward.uri;
    const target = this.#options.locations.targetOf(next) ?? literalTarget(next, source);
    return target === undefined ? undefined : { request: onward, target };
  }

  /** §16.4: the topmost Route when it is ours. */
  #removeOwnRoute(headers: Headers): void {
    const [first] = headers.routes;
    if (first === undefined || !this.#isOurs(first.uri)) return;
    const [, ...rest] = headers.getAll('Route');
    headers.delete('Route');
    for (const route of rest) headers.append('Route', route);
  }

  #isOurs(uri: Uri): boolean {
    const { listening, advertised } = this.#options;
    return isSipUri(uri) && [listening, advertised].some(({ host, port }) => uri.host === host && uri.port === port);
  }
}

/** A Contact that nobody registered; loopback phones have literal addresses. */
function literalTarget(uri: Uri, source: Target): Target | undefined {
  if (!isSipUri(uri) || !/^[\d.]+$|:/.test(uri.host)) return undefined;
  const protocol = uri.parameters.get('transport')?.toUpperCase() === 'TCP' ? 'TCP' : 'UDP';
  return {
    protocol,
    remote: { family: uri.host.includes(':') ? 6 : 4, address: uri.host, port: uri.port ?? source.remote.port },
  };
}

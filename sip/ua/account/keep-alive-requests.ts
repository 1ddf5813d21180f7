// Requests that keep the way through a NAT open, as Sipura's phones send them. Whatever they are answered, and whether they are: the packet
// that went out is what counts, and says nothing about the server.

import { newCallId, newTag, randomFraction } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { ClientTransaction } from '../../transaction/transaction-events.ts';
import type { KeepAlive, Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import { addressOfRecord, hostUri } from '../call-target.ts';
import { describeRequest } from '../request/headers-of-ours.ts';

export interface KeepAliveRequestsOptions {
  readonly context: CallContext;
  readonly target: Target;
  readonly method: 'NOTIFY' | 'REGISTER' | 'PING';
  readonly intervalMs: number;
}

/** Not all phones of a building in step. */
const leastPart = 0.8;

export class KeepAliveRequests implements KeepAlive {
  readonly #options: KeepAliveRequestsOptions;
  readonly #callId: string;
  readonly #tag: string;
  #sequence = 0;
  #timer: Timer;
  #transaction: ClientTransaction | undefined;

  constructor(options: KeepAliveRequestsOptions) {
    const { random } = options.context.core;
    this.#options = options;
    this.#callId = newCallId(random);
    this.#tag = newTag(random);
    this.#timer = this.#wait();
  }

  stop(): void {
    this.#timer.cancel();
    this.#transaction?.abandon();
  }

  #wait(): Timer {
    const { context, intervalMs } = this.#options;
    const { clock, random } = context.core;
    return clock.setTimer(intervalMs * (leastPart + (1 - leastPart) * randomFraction(random)), () => {
      this.#timer = this.#wait();
      this.#send();
    });
  }

  #send(): void {
    const { context, target } = this.#options;
    const { timers, transactions } = context.core;
    this.#transaction?.abandon();
    this.#transaction = transactions.sendRequest(this.#request(), target, () => undefined, { patienceMs: timers.t1Ms });
  }

  #request(): SipRequest {
    const { context, method, target } = this.#options;
    const { user, domain } = context.settings();
    const us = addressOfRecord(user, domain);
    const server = hostUri(domain, undefined);
    const request = makeRequest({
      method,
      uri: server,
      from: { displayName: undefined, uri: us, parameters: new Map([['tag', this.#tag]]) },
      to: { displayName: undefined, uri: method === 'REGISTER' ? us : server, parameters: new Map() },
      callId: this.#callId,
      cseqNumber: ++this.#sequence,
    });
    describeRequest(request, context.core.capabilities);
    if (method !== 'NOTIFY') return request;
    request.headers.set('Event', 'keep-alive');
    request.headers.set('Subscription-State', 'active');
    request.headers.set('Contact', context.contact(target));
    return request;
  }
}

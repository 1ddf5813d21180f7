// A server that takes subscriptions and tells what the test says: a scripted notifier beside a registrar (RFC 6665 §4.2).

import { dialogOfRequest } from '#sip/dialog/dialog';
import type { SipRequest } from '#sip/message/message';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { Target } from '#sip/transport/transport';
import type { FakeClock } from '#test/support/fake-clock';
import type { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer } from '#test/support/sip-peer';

/** One dialog as the notifier sees it. */
export interface Subscriber {
  readonly subscribe: SipRequest;
  readonly from: string;
  readonly to: string;
  readonly target: Target;
  contact: string;
  sequence: number;
}

export interface NotifyParts {
  readonly state?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly event?: string;
  readonly sequence?: number;
  readonly from?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

const encoder = new TextEncoder();

export class NotifierPeer {
  readonly peer: SipPeer;
  readonly subscribers: Subscriber[] = [];
  /** Statuses of the answers to our NOTIFYs, in order. */
  readonly answers: number[] = [];
  /** NOTIFY before the 2xx. */
  notifiesFirst = false;
  /** Sends no NOTIFY by itself. */
  silent = false;
  grantS: number | undefined;
  #tags = 0;

  constructor(clock: FakeClock, network: LossyNetwork, address = '10.0.0.9') {
    this.peer = new SipPeer({ network, clock, address });
    this.peer.registrar({ clock });
    this.peer.answers.set('SUBSCRIBE', (transaction) => this.subscribed(transaction));
  }

  get last(): Subscriber {
    const subscriber = this.subscribers.at(-1);
    if (subscriber === undefined) throw new Error('nobody subscribed');
    return subscriber;
  }

  /** SUBSCRIBEs, also within dialogs. */
  get subscribes(): readonly SipRequest[] {
    return this.peer.requests('SUBSCRIBE');
  }

  subscribed(transaction: ServerTransaction): void {
    const { request } = transaction;
    const asked = request.headers.expires ?? 3600;
    const expires = asked === 0 ? 0 : (this.grantS ?? asked);
    const known = this.subscribers.find(
      (each) => each.subscribe.headers.callId === request.headers.callId && each.from.endsWith(`tag=${toTag(request)}`),
    );
    if (request.headers.to.parameters.has('tag') && known === undefined) {
      this.peer.respond(transaction, 481);
      return;
    }
    const subscriber = known ?? this.#add(transaction);
    subscriber.contact = (request.headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
    const state = expires === 0 ? 'terminated;reason=timeout' : `active;expires=${expires}`;
    const accept = (): void =>
      this.peer.respond(transaction, 200, {
        tag: /tag=(.*)$/.exec(subscriber.from)?.[1] ?? '',
        headers: [
          ['Expires', String(expires)],
          ['Contact', `<sip:${this.peer.address}>`],
        ],
      });
    if (!this.notifiesFirst) accept();
    if (!this.silent) this.notify(subscriber, { state });
    if (this.notifiesFirst) accept();
    if (expires === 0) this.subscribers.splice(this.subscribers.indexOf(subscriber), 1);
  }

  /** Another branch of the same SUBSCRIBE. */
  fork(subscriber: Subscriber): Subscriber {
    const fork = { ...subscriber, from: `<sip:1001@10.0.0.9>;tag=fork${++this.#tags}`, sequence: 0 };
    this.subscribers.push(fork);
    return fork;
  }

  notify(subscriber: Subscriber, parts: NotifyParts = {}): void {
    const { subscribe, target } = subscriber;
    const sequence = parts.sequence ?? ++subscriber.sequence;
    const event = parts.event ?? subscribe.headers.get('Event') ?? '';
    const request = this.peer.request({
      method: 'NOTIFY',
      uri: subscriber.contact,
      from: parts.from ?? subscriber.from,
      to: subscriber.to,
      callId: subscribe.headers.callId,
      sequence,
      headers: [['Event', event], ['Subscription-State', parts.state ?? 'active;expires=600'], ...(parts.headers ?? [])],
    });
    if (parts.body !== undefined) request.headers.set('Content-Type', parts.contentType ?? 'application/test');
    const whole = parts.body === undefined ? request : { ...request, body: encoder.encode(parts.body) };
    this.peer.transactions.sendRequest(whole, target, (heard) => {
      if (heard.type === 'responseReceived') this.answers.push(heard.response.status);
    });
  }

  #add(transaction: ServerTransaction): Subscriber {
    const { request, source } = transaction;
    const tag = `notifier${++this.#tags}`;
    const dialog = dialogOfRequest(request, tag, 'confirmed');
    const subscriber: Subscriber = {
      subscribe: request,
      from: `<sip:1001@10.0.0.9>;tag=${tag}`,
      to: `<sip:1001@10.0.0.9>;tag=${dialog.remoteTag}`,
      target: source,
      contact: '',
      sequence: 0,
    };
    this.subscribers.push(subscriber);
    return subscriber;
  }
}

function toTag(request: SipRequest): string {
  return request.headers.to.parameters.get('tag') ?? '-';
}

// Somebody who watches something at the lab, in its dialog (RFC 6665 §4.2). When it is told is the phone's own machine.

import { type Dialog, dialogKey, dialogOfRequest, withRemoteSequence, withRemoteTarget } from '#sip/dialog/dialog';
import { requestWithin } from '#sip/dialog/dialog-request';
import { newTag } from '#sip/dialog/identifiers';
import { makeResponse } from '#sip/message/make-response';
import type { Clock, Random, Timer } from '#sip/ports';
import type { ServerTransaction } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import { grantOf } from '#sip/ua/notifier/granted-time';
import {
  type NotifierAction,
  type NotifierInput,
  type NotifierState,
  newSubscriber,
  notifierMachine,
} from '#sip/ua/notifier/notifier-machine';

export interface LabSubscriptionOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly transactions: TransactionLayer;
  /** The first SUBSCRIBE. */
  readonly transaction: ServerTransaction;
  readonly contact: string;
  readonly contentType: string;
  /** All there is; `version` counts from 0. */
  readonly document: (version: number) => Uint8Array;
  readonly ended: () => void;
}

const expires = { leastS: 10, usualS: 3600, mostS: 3600 };

export class LabSubscription {
  readonly #options: LabSubscriptionOptions;
  readonly #tag: string;
  #dialog: Dialog;
  #state: NotifierState = newSubscriber;
  #timer: Timer | undefined;
  #version = 0;

  constructor(options: LabSubscriptionOptions) {
    this.#options = options;
    this.#tag = newTag(options.random);
    this.#dialog = dialogOfRequest(options.transaction.request, this.#tag, 'confirmed');
  }

  get key(): string {
    return dialogKey(this.#dialog.callId, this.#tag, this.#dialog.remoteTag);
  }

  start(): void {
    this.#accept(this.#options.transaction);
  }

  changed(): void {
    this.#input({ type: 'changed' });
  }

  /** A request within the dialog. */
  received(transaction: ServerTransaction): void {
    const { dialog, inOrder } = withRemoteSequence(this.#dialog, transaction.request);
    if (!inOrder) {
      transaction.respond(makeResponse(transaction.request, 500));
      return;
    }
    this.#dialog = withRemoteTarget(dialog, transaction.request.headers);
    if (transaction.request.method === 'SUBSCRIBE') this.#accept(transaction);
    else transaction.respond(makeResponse(transaction.request, 405));
  }

  /** Without a word to the other side. */
  close(): void {
    this.#timer?.cancel();
    this.#state = { name: 'ended' };
  }

  #accept(transaction: ServerTransaction): void {
    const grant = grantOf(transaction.request.headers, expires);
    const status = grant.type === 'refused' ? grant.refusal.status : 200;
    const response = makeResponse(transaction.request, status, undefined, this.#tag);
    const fields = grant.type === 'refused' ? grant.refusal.headers : [['Expires', String(grant.expiresS)] as const];
    for (const [name, value] of [...(fields ?? []), ['Contact', this.#options.contact] as const])
      response.headers.push(name, value);
    transaction.respond(response);
    if (grant.type === 'granted') this.#input({ type: 'subscribed', expiresS: grant.expiresS });
    else if (this.#state === newSubscriber) this.#options.ended();
  }

  #input(input: NotifierInput): void {
    const context = { nowMs: this.#options.clock.monotonicMs, leastIntervalMs: 0 };
    const step = notifierMachine(this.#state, input, context);
    this.#state = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: NotifierAction): void {
    if (action.type === 'notify') this.#notify(`active;expires=${action.leftS}`);
    else if (action.type === 'notifyEnd') this.#notify(`terminated;reason=${action.reason}`);
    else if (action.type === 'startTimer') {
      this.#timer?.cancel();
      this.#timer = this.#options.clock.setTimer(action.delayMs, () => this.#input({ type: 'timerExpired' }));
    } else {
      this.#timer?.cancel();
      this.#options.ended();
    }
  }

  #notify(state: string): void {
    const { transactions, transaction, contact, contentType, document } = this.#options;
    const { dialog, request } = requestWithin(this.#dialog, 'NOTIFY');
    this.#dialog = dialog;
    const event = transaction.request.headers.get('Event') ?? '';
    const fields = { Contact: contact, Event: event, 'Subscription-State': state, 'Content-Type': contentType };
    for (const [name, value] of Object.entries(fields)) request.headers.set(name, value);
    const whole = { ...request, body: document(this.#version++) };
    transactions.sendRequest(whole, transaction.source, (heard) => {
      if (heard.type === 'responseReceived') {
        const { status } = heard.response;
        if (status >= 200) this.#input({ type: 'answered', status, retryAfterMs: undefined });
      } else if (heard.type === 'timedOut' || heard.type === 'transportFailed') {
        this.#input({ type: 'answered', status: undefined, retryAfterMs: undefined });
      }
    });
  }
}

// A subscriber of ours in its dialog (RFC 6665 §4.2): answers its SUBSCRIBEs, sends it NOTIFYs.

import { dialogOfRequest } from '../../dialog/dialog.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import { UsageDialog } from '../subscription/usage-dialog.ts';
import type { EventNotifier, NotifiedState } from './event-notifier.ts';
import { grantOf } from './granted-time.ts';
import {
  type NotifierAction,
  type NotifierInput,
  type NotifierState,
  newSubscriber,
  notifierMachine,
} from './notifier-machine.ts';

export interface NotifierUsageOptions {
  readonly account: Account;
  readonly notifier: EventNotifier;
  /** As the subscriber wrote it, with its id. */
  readonly event: string;
  readonly transaction: ServerTransaction;
  readonly localTag: string;
  readonly ended: () => void;
}

export class NotifierUsage implements DialogUser {
  readonly #options: NotifierUsageOptions;
  readonly #dialog: UsageDialog;
  #source: NotifiedState | undefined;
  #state: NotifierState = newSubscriber;
  #timer: Timer | undefined;
  #pending: PendingRequest | undefined;
  #over = false;

  constructor(options: NotifierUsageOptions) {
    const { account, transaction, localTag } = options;
    this.#options = options;
    this.#dialog = new UsageDialog({
      context: account.context,
      dialog: dialogOfRequest(transaction.request, localTag, 'confirmed'),
      target: transaction.source,
    });
  }

  /** With the SUBSCRIBE that made the dialog. */
  open(expiresS: number): void {
    const { account, notifier, transaction } = this.#options;
    this.#dialog.open(this);
    this.#source = notifier.open(account, () => this.#input({ type: 'changed' }));
    this.#accept(transaction, expiresS);
  }

  /** The account goes, or the phone does. */
  stop(): void {
    this.#input({ type: 'stopped', reason: 'deactivated' });
  }

  takesInOrder(transaction: ServerTransaction): boolean {
    return this.#dialog.takesInOrder(transaction);
  }

  requestReceived(transaction: ServerTransaction): void {
    if (!this.takesInOrder(transaction)) return;
    if (transaction.request.method !== 'SUBSCRIBE') {
      this.#dialog.answer(transaction, 405);
      return;
    }
    const { account, notifier } = this.#options;
    const refusal = notifier.admits(transaction, account);
    if (refusal !== undefined) {
      // The settings are others now.
      this.#dialog.answer(transaction, refusal.status, refusal.headers);
      this.stop();
      return;
    }
    const grant = grantOf(transaction.request.headers, notifier.expires);
    if (grant.type === 'refused') this.#dialog.answer(transaction, grant.refusal.status, grant.refusal.headers);
    else this.#accept(transaction, grant.expiresS);
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.#pending?.abandon();
    this.#finish();
  }

  #accept(transaction: ServerTransaction, expiresS: number): void {
    this.#dialog.refreshTarget(transaction.request.headers);
    this.#dialog.answer(transaction, 200, [
      ['Expires', String(expiresS)],
      ['Contact', this.#dialog.contact],
    ]);
    this.#input({ type: 'subscribed', expiresS });
  }

  #input(input: NotifierInput): void {
    const { clock } = this.#options.account.context.core;
    const { leastIntervalMs } = this.#options.notifier;
    const step = notifierMachine(this.#state, input, { nowMs: clock.monotonicMs, leastIntervalMs });
    this.#state = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: NotifierAction): void {
    switch (action.type) {
      case 'notify':
        this.#notify(action.scope, action.leftS);
        break;
      case 'notifyEnd':
        this.#pending?.abandon();
        this.#send(`terminated;reason=${action.reason}`, this.#source?.full(), () => undefined);
        break;
      case 'startTimer':
        this.#timer?.cancel();
        this.#timer = this.#options.account.context.core.clock.setTimer(action.delayMs, () =>
          this.#input({ type: 'timerExpired' }),
        );
        break;
      case 'end':
        this.#finish();
        break;
    }
  }

  #notify(scope: 'changes' | 'all', leftS: number): void {
    const document = scope === 'all' ? this.#source?.full() : this.#source?.changes();
    if (document === undefined) this.#input({ type: 'answered', status: 200, retryAfterMs: undefined });
    else this.#pending = this.#send(`active;expires=${leftS}`, document, (event) => this.#answered(event));
  }

  #send(state: string, document: Uint8Array | undefined, heard: (event: RequestEvent) => void): PendingRequest {
    const { event, notifier } = this.#options;
    const fields: HeaderFields = [
      ['Event', event],
      ['Subscription-State', state],
    ];
    const body = document === undefined ? undefined : { contentType: notifier.contentType, bytes: document };
    return this.#dialog.send('NOTIFY', fields, body, heard);
  }

  #answered(event: RequestEvent): void {
    if (event.type === 'failed') this.#input({ type: 'answered', status: undefined, retryAfterMs: undefined });
    else if (event.response.status >= 200) {
      const { status, headers } = event.response;
      this.#input({ type: 'answered', status, retryAfterMs: retryAfterMs(headers) });
    }
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#source?.close();
    this.#dialog.forget(this);
    this.#options.ended();
  }
}

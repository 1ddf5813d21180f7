// The NOTIFYs of one referral, one after the other: two that overtook each other would be answered 500 or believed in the wrong order.
// What waits is only the newest state (RFC 3515 §2.4.4, RFC 6665 §4.2.2).

import { fragmentType, writeFragment } from '../../event-package/sipfrag.ts';
import { reasonPhrase } from '../../message/reason-phrases.ts';
import type { Clock, Timer } from '../../ports.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import type { RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';

export interface Notice {
  /** Of the call that was asked for. */
  readonly status: number;
  /** Value of Subscription-State, written when it goes out. */
  readonly subscription: () => string;
  readonly last: boolean;
}

export interface ProgressNotifierOptions {
  readonly clock: Clock;
  readonly dialog: Pick<CallDialog, 'send'>;
  /** Value of Event. */
  readonly event: string;
  /** The last one was answered, or nobody listens any more; nothing is sent from here on. */
  readonly done: (heard: boolean) => void;
}

/** Out of order over there, or busy for the moment. */
const retried: ReadonlySet<number> = new Set([491, 500, 503]);
const maxRetries = 3;
const retryMs = 1000;
const longestRetryMs = 10_000;

export class ProgressNotifier {
  readonly #options: ProgressNotifierOptions;
  #sent: Notice | undefined;
  #next: Notice | undefined;
  #retries = 0;
  #retry: Timer | undefined;
  #done = false;

  constructor(options: ProgressNotifierOptions) {
    this.#options = options;
  }

  tell(notice: Notice): void {
    if (this.#done) return;
    this.#next = notice;
    if (this.#sent === undefined && this.#retry === undefined) this.#send(notice);
  }

  abandon(): void {
    this.#done = true;
    this.#retry?.cancel();
  }

  #send(notice: Notice): void {
    const { dialog, event } = this.#options;
    this.#next = undefined;
    this.#sent = notice;
    const body = writeFragment({ status: notice.status, reason: reasonPhrase(notice.status) });
    const headers = [
      ['Event', event],
      ['Subscription-State', notice.subscription()],
    ] as const;
    dialog.send({ method: 'NOTIFY', headers, contentType: fragmentType, body }, (answer) => this.#answered(notice, answer));
  }

  #answered(notice: Notice, answer: RequestEvent): void {
    if (this.#done || this.#sent !== notice) return;
    if (answer.type === 'responseReceived' && answer.response.status < 200) return;
    this.#sent = undefined;
    if (answer.type === 'failed') this.#finish(false);
    else if (answer.response.status < 300) this.#proceed(notice);
    else if (retried.has(answer.response.status) && this.#retries < maxRetries) this.#sendLater(notice, answer.response.headers);
    else this.#finish(false);
  }

  #proceed(notice: Notice): void {
    if (this.#next !== undefined) this.#send(this.#next);
    else if (notice.last) this.#finish(true);
  }

  #sendLater(notice: Notice, headers: Parameters<typeof retryAfterMs>[0]): void {
    this.#retries++;
    const delayMs = Math.min(retryAfterMs(headers) ?? retryMs, longestRetryMs);
    this.#retry = this.#options.clock.setTimer(delayMs, () => {
      this.#retry = undefined;
      this.#send(this.#next ?? notice);
    });
  }

  #finish(heard: boolean): void {
    this.abandon();
    this.#options.done(heard);
  }
}

// A call that stands, from the 2xx to the BYE: the ACKs of both sides, the session's lifetime, its end (RFC 3261 §13, §15, RFC 4028).

import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { AwaitedAck } from './awaited-ack.ts';
import { endCauseOf, reasonField } from './call-end-reason.ts';
import { statisticsFields } from './call-statistics.ts';
import type { InviteDialog, InviteUsage } from './invite-dialog.ts';
import type { InviteTransactions, Modification } from './modification.ts';
import { relocateMedia } from './open-media.ts';
import { SentAcks } from './sent-acks.ts';
import type { SessionMedia } from './session-media.ts';
import type { SessionTimer } from './session-timer.ts';

export interface SessionOptions {
  readonly dialog: InviteDialog;
  readonly media: SessionMedia;
  readonly modification: Modification;
  readonly timer: SessionTimer;
  /** The call that we answered stands over there, too. */
  readonly stood?: () => void;
  readonly ended: (end: CallEnd) => void;
  /** A PRACK of the caller that came after our 2xx. */
  readonly pracked?: (transaction: ServerTransaction) => void;
}

export class Session implements InviteUsage, InviteTransactions {
  readonly #options: SessionOptions;
  readonly #acks: SentAcks;
  readonly #awaited: AwaitedAck;
  readonly #sinceMs: number;
  #ended = false;
  #byeAfterAck = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#acks = new SentAcks(options.dialog);
    // §13.3.1.4, §14.2: without the ACK the session can not be told to stand.
    this.#awaited = new AwaitedAck(options.dialog.context.core, () => this.#unacknowledged());
    this.#sinceMs = options.dialog.context.core.clock.monotonicMs;
    options.modification.confirm(this);
  }

  get remoteTag(): string {
    return this.#options.dialog.dialog.remoteTag;
  }

  /** The caller's side, after a 2xx. */
  acknowledge(invite: SipRequest, body?: Uint8Array): void {
    this.#acks.send(invite, body);
  }

  repeats(invite: SipRequest): boolean {
    return this.#acks.repeat(invite.headers.cseq.number);
  }

  /** The called side. */
  accept(transaction: ServerTransaction, response: SipResponse, offered: boolean, initial = false): void {
    this.#options.modification.answered(offered);
    this.#awaited.send(transaction, response, { offered, initial });
  }

  /** Our address changed, or may have: media moves, and a re-INVITE tells the other side where we and our media are now. */
  relocate(target: Target): void {
    void relocateMedia(this.#options.dialog.context.core, this.#options.media, target).then(() => this.tellPlace());
  }

  /** Does nothing when the other side knows it. */
  tellPlace(): void {
    if (this.#options.media.isOutdated) this.#options.modification.wish('refresh');
  }

  /** BYE; while our 2xx waits for its ACK, right after that (§15). */
  end(end: CallEnd): void {
    if (this.#ended) return;
    if (this.#awaited.purpose?.initial === true) this.#byeAfterAck = true;
    else this.#sendBye(end);
    this.#finish(end);
  }

  requestReceived(transaction: ServerTransaction): void {
    const { dialog, modification, pracked } = this.#options;
    const { request } = transaction;
    if (request.method === 'BYE') this.#byeReceived(transaction);
    else if (this.#ended) dialog.answer(transaction, 481);
    else if (request.method === 'INVITE' || request.method === 'UPDATE') modification.requestReceived(transaction);
    else if (request.method !== 'PRACK') dialog.answer(transaction, 405);
    else if (pracked === undefined) dialog.answer(transaction, 481);
    else pracked(transaction);
  }

  ackReceived(request: SipRequest): void {
    const purpose = this.#awaited.take(request);
    if (purpose === undefined) return;
    if (this.#byeAfterAck) {
      this.#byeNow();
      return;
    }
    if (purpose.offered) this.#takeAnswerOfAck(request, purpose.initial);
    this.#options.modification.acknowledged();
    if (purpose.initial && !this.#ended) this.#options.stood?.();
  }

  acceptanceRepeated(response: SipResponse): void {
    this.#acks.repeat(response.headers.cseq.number);
  }

  abandon(): void {
    this.#byeAfterAck = false;
    this.#awaited.stop();
    this.#options.timer.stop();
    this.#options.modification.stop();
  }

  #byeReceived(transaction: ServerTransaction): void {
    const { dialog } = this.#options;
    dialog.answer(transaction, 200, (response) => {
      for (const [name, value] of this.#statistics()) response.headers.append(name, value);
    });
    this.#byeAfterAck = false;
    this.#awaited.stop();
    const cause = endCauseOf(transaction.request.headers);
    this.#finish({ by: 'remote', ...(cause === undefined ? {} : { cause }) });
    dialog.forget();
  }

  #takeAnswerOfAck(ack: SipRequest, initial: boolean): void {
    const { media, dialog } = this.#options;
    const agreed = media.takeAnswer(ack.body);
    if (agreed !== undefined) dialog.report({ type: 'mediaChanged', media: agreed });
    else if (initial) this.end({ by: 'media', reason: 'no usable answer' });
    else media.abandonOffer();
  }

  #unacknowledged(): void {
    if (this.#byeAfterAck) this.#byeNow();
    else this.end({ by: 'timeout' });
  }

  #byeNow(): void {
    this.#byeAfterAck = false;
    this.#sendBye({ by: 'local' });
  }

  #sendBye(end: CallEnd): void {
    const { dialog } = this.#options;
    // Its outcome changes nothing: the call is over for us (§15.1.1). Until then a BYE that crosses it is answered, and a repeated 2xx.
    dialog.send({ method: 'BYE', headers: [...reasonOf(end), ...this.#statistics()] }, (event) => {
      if (event.type === 'failed' || event.response.status >= 200) dialog.forget();
    });
  }

  /** After the media closed there is nothing more to tell. */
  #statistics(): HeaderFields {
    const { dialog, media } = this.#options;
    const { core, settings } = dialog.context;
    if (settings().tellsStatistics !== true || this.#ended) return [];
    return statisticsFields(media.statistics, media.negotiated, core.clock.monotonicMs - this.#sinceMs);
  }

  #finish(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    const { dialog, media, modification, timer, ended } = this.#options;
    timer.stop();
    modification.stop();
    media.close();
    if (!this.#byeAfterAck) this.#awaited.stop();
    dialog.close();
    ended(end);
  }
}

/** RFC 3326: why, when it was nobody's wish. */
function reasonOf(end: CallEnd): HeaderFields {
  if (end.by === 'timeout') return [reasonField({ protocol: 'SIP', cause: 408, text: 'Session timed out' })];
  if (end.by === 'media') return [reasonField({ protocol: 'SIP', cause: 488, text: 'No usable media' })];
  return [];
}

// A call that stands: the confirmed dialog of an INVITE with its media, from the 2xx to the BYE (RFC 3261 §13.3.1.4, §14, §15).

import { randomFraction } from '../../dialog/identifiers.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { Direction, NegotiatedMedia } from '../media-session.ts';
import { sessionType } from '../request/headers-of-ours.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { AcceptedResponse } from './accepted-response.ts';
import { endCauseOf } from './call-end-reason.ts';
import type { InviteDialog, InviteUsage } from './invite-dialog.ts';
import {
  type ModificationAction,
  type ModificationInput,
  type ModificationState,
  meetReinvite,
  modificationMachine,
  type Wish,
} from './modification-machine.ts';
import { relocateMedia } from './open-media.ts';
import { SentAcks } from './sent-acks.ts';
import type { SessionMedia } from './session-media.ts';

export type SessionEvent =
  | { readonly type: 'mediaChanged'; readonly media: NegotiatedMedia }
  | { readonly type: 'mediaChangeFailed'; readonly status: number | undefined }
  | { readonly type: 'ended'; readonly end: CallEnd };

export interface SessionOptions {
  readonly dialog: InviteDialog;
  readonly media: SessionMedia;
  readonly callIdIsOurs: boolean;
  readonly listener: (event: SessionEvent) => void;
}

/** An answer that waits for its ACK. `offered`: our 2xx carried an offer, and the ACK brings the answer. */
interface AwaitedAck {
  readonly accepted: AcceptedResponse;
  readonly offered: boolean;
  readonly initial: boolean;
}

export class Session implements InviteUsage {
  readonly #options: SessionOptions;
  readonly #acks: SentAcks;
  #modification: ModificationState = { name: 'stable' };
  #backOff: Timer | undefined;
  /** What stands, and what our last re-INVITE asked for. */
  #held = false;
  #asked = false;
  #awaitedAck: AwaitedAck | undefined;
  #request: PendingRequest | undefined;
  #ended = false;
  #byeAfterAck = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#acks = new SentAcks(options.dialog);
  }

  get remoteTag(): string {
    return this.#dialog.dialog.remoteTag;
  }

  /** The caller's side, after a 2xx. */
  acknowledge(invite: SipRequest, body?: Uint8Array): void {
    this.#acks.send(invite, body);
  }

  /** The called side: sends the 2xx and repeats it until the ACK. `offered`: the answer comes in the ACK. */
  accept(transaction: ServerTransaction, response: SipResponse, offered: boolean, initial = true): void {
    const { clock, timers } = this.#core;
    const accepted = new AcceptedResponse({
      clock,
      timers,
      transaction,
      response,
      // §13.3.1.4, §14.2: without the ACK the session can not be told to stand.
      unacknowledged: () => this.#unacknowledged(),
    });
    this.#awaitedAck = { accepted, offered, initial };
    this.#step({ type: 'answered' });
    accepted.send();
  }

  hold(): void {
    this.#step({ type: 'wished', wish: 'held' });
  }

  resume(): void {
    this.#step({ type: 'wished', wish: 'active' });
  }

  /** Our address changed, or may have: media moves, and a re-INVITE tells the other side where we and our media are now. */
  relocate(target: Target): void {
    void relocateMedia(this.#core, this.#options.media, target).then(() => this.tellPlace());
  }

  /** Does nothing when the other side knows it. */
  tellPlace(): void {
    if (this.#options.media.isOutdated) this.#step({ type: 'wished', wish: 'refresh' });
  }

  /** BYE; while our 2xx waits for its ACK, right after that (§15). */
  end(end: CallEnd): void {
    if (this.#ended) return;
    if (this.#awaitedAck?.initial === true) this.#byeAfterAck = true;
    else this.#sendBye();
    this.#finish(end);
  }

  requestReceived(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (request.method === 'BYE') {
      this.#dialog.answer(transaction, 200);
      this.#byeAfterAck = false;
      this.#stopAwaiting();
      const cause = endCauseOf(request.headers);
      this.#finish({ by: 'remote', ...(cause === undefined ? {} : { cause }) });
      this.#dialog.forget();
    } else if (this.#ended) {
      this.#dialog.answer(transaction, 481);
    } else if (request.method === 'INVITE') {
      this.#reinvited(transaction);
    } else {
      this.#dialog.answer(transaction, 405);
    }
  }

  ackReceived(request: SipRequest): void {
    const awaited = this.#awaitedAck;
    if (awaited === undefined || awaited.accepted.sequence !== request.headers.cseq.number) return;
    this.#stopAwaiting();
    if (this.#byeAfterAck) {
      this.#byeNow();
      return;
    }
    if (awaited.offered) this.#takeAnswerOfAck(request, awaited.initial);
    this.#step({ type: 'acknowledged' });
  }

  acceptanceRepeated(response: SipResponse): void {
    this.#acks.repeat(response.headers.cseq.number);
  }

  abandon(): void {
    this.#byeAfterAck = false;
    this.#stopAwaiting();
    this.#backOff?.cancel();
  }

  #reinvited(transaction: ServerTransaction): void {
    const meeting = meetReinvite(this.#modification);
    if (meeting === 'glare') {
      this.#dialog.answer(transaction, 491);
      return;
    }
    if (meeting === 'overlapping') {
      // §14.2: "between 0 and 10 seconds".
      const retryAfterS = Math.floor(randomFraction(this.#core.random) * 11);
      this.#dialog.answer(transaction, 500, (response) => response.headers.set('Retry-After', String(retryAfterS)));
      return;
    }
    const { media } = this.#options;
    const { body, headers } = transaction.request;
    const taken = body.length === 0 ? undefined : media.takeOffer(body, this.#direction(this.#held));
    if (body.length > 0 && taken === undefined) {
      this.#dialog.answer(transaction, 488);
      return;
    }
    this.#dialog.refreshTarget(headers);
    const response = this.#dialog.response(transaction, 200);
    response.headers.set('Contact', this.#dialog.contact);
    response.headers.set('Content-Type', sessionType);
    const bodyOfOurs = taken?.answer ?? media.offer(this.#direction(this.#held));
    this.accept(transaction, { ...response, body: bodyOfOurs }, taken === undefined, false);
    if (taken !== undefined) this.#applied(taken.media);
  }

  #applied(negotiated: NegotiatedMedia): void {
    this.#options.media.apply(negotiated);
    this.#options.listener({ type: 'mediaChanged', media: negotiated });
  }

  #takeAnswerOfAck(ack: SipRequest, initial: boolean): void {
    const media = this.#options.media.takeAnswer(ack.body);
    if (media !== undefined) this.#options.listener({ type: 'mediaChanged', media });
    else if (initial) this.end({ by: 'media', reason: 'no usable answer' });
    else this.#options.media.abandonOffer();
  }

  #unacknowledged(): void {
    this.#awaitedAck = undefined;
    if (this.#byeAfterAck) this.#byeNow();
    else this.end({ by: 'timeout' });
  }

  #stopAwaiting(): void {
    this.#awaitedAck?.accepted.stop();
    this.#awaitedAck = undefined;
  }

  #byeNow(): void {
    this.#byeAfterAck = false;
    this.#sendBye();
  }

  #step(input: ModificationInput): void {
    if (this.#ended) return;
    const { callIdIsOurs } = this.#options;
    const step = modificationMachine(this.#modification, input, { callIdIsOurs, fraction: randomFraction(this.#core.random) });
    this.#modification = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: ModificationAction): void {
    switch (action.type) {
      case 'request':
        this.#reinvite(action.wish);
        break;
      case 'startTimer':
        this.#backOff = this.#core.clock.setTimer(action.delayMs, () => this.#step({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#backOff?.cancel();
        break;
      case 'reportFailure':
        this.#options.listener({ type: 'mediaChangeFailed', status: action.status });
        break;
    }
  }

  #reinvite(wish: Wish): void {
    const asked = wish === 'refresh' ? this.#held : wish === 'held';
    if (wish !== 'refresh' && asked === this.#held) {
      this.#step({ type: 'accepted' });
      return;
    }
    this.#asked = asked;
    const body = this.#options.media.offer(this.#direction(asked));
    const request = { method: 'INVITE', body, contentType: sessionType };
    this.#request = this.#dialog.send(request, (event) => this.#reinviteReported(event));
  }

  #reinviteReported(event: RequestEvent): void {
    if (event.type === 'failed') {
      // §12.2.1.2: silence ends the dialog. What could not even be sent is refused, as by a 503 (§8.1.3.1): the network may come back.
      if (event.cause === 'timedOut') this.end({ by: 'timeout' });
      else this.#reinviteRefused(undefined);
      return;
    }
    const { response, request } = event;
    if (response.status < 200) return;
    if (response.status < 300) {
      this.#reinviteAccepted(response, request);
      return;
    }
    // §12.2.1.2: the dialog is gone over there.
    if (response.status === 481 || response.status === 408) {
      this.end({ by: 'response', status: response.status, reason: response.reason });
      return;
    }
    this.#reinviteRefused(response.status, retryAfterMs(response.headers));
  }

  #reinviteRefused(status: number | undefined, retryMs?: number): void {
    if (this.#ended) return;
    this.#options.media.abandonOffer();
    this.#step({ type: 'refused', status, ...(retryMs === undefined ? {} : { retryAfterMs: retryMs }) });
  }

  #reinviteAccepted(response: SipResponse, request: SipRequest): void {
    if (this.#acks.repeat(request.headers.cseq.number)) return;
    this.#dialog.refreshTarget(response.headers);
    this.acknowledge(request);
    if (this.#ended) return;
    const media = this.#options.media.takeAnswer(response.body);
    if (media === undefined) {
      this.#options.media.abandonOffer();
      this.#step({ type: 'refused', status: response.status });
      return;
    }
    this.#held = this.#asked;
    this.#options.listener({ type: 'mediaChanged', media });
    this.#step({ type: 'accepted' });
  }

  #direction(held: boolean): Direction {
    return held ? 'sendonly' : 'sendrecv';
  }

  get #dialog(): InviteDialog {
    return this.#options.dialog;
  }

  get #core(): UserAgentCore {
    return this.#options.dialog.context.core;
  }

  #sendBye(): void {
    // Its outcome changes nothing: the call is over for us (§15.1.1). Until then a BYE that crosses it is answered, and a repeated 2xx.
    this.#dialog.send({ method: 'BYE' }, (event) => {
      if (event.type === 'failed' || event.response.status >= 200) this.#dialog.forget();
    });
  }

  #finish(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#backOff?.cancel();
    this.#request?.cancel();
    this.#options.media.close();
    if (!this.#byeAfterAck) this.#stopAwaiting();
    this.#dialog.close();
    this.#options.listener({ type: 'ended', end });
  }
}

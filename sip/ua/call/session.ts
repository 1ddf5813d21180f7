// A call that stands: the confirmed dialog of an INVITE with its media, from the 2xx to the BYE (RFC 3261 §13.3.1.4, §14, §15).

import { type Dialog, withRemoteSequence, withRemoteTarget } from '../../dialog/dialog.ts';
import { acknowledgementWithin, requestWithin } from '../../dialog/dialog-request.ts';
import { newTag, randomFraction } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import type { Direction, NegotiatedMedia } from '../media-session.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import { describeResponse, sessionType } from '../request/headers-of-ours.ts';
import type { RequestSender } from '../request/request-sender.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { AcceptedResponse } from './accepted-response.ts';
import {
  type ModificationAction,
  type ModificationInput,
  type ModificationState,
  meetReinvite,
  modificationMachine,
  type Wish,
} from './modification-machine.ts';
import { relocateMedia } from './open-media.ts';
import type { SessionMedia } from './session-media.ts';

export type SessionEvent =
  | { readonly type: 'mediaChanged'; readonly media: NegotiatedMedia }
  | { readonly type: 'mediaChangeFailed'; readonly status: number | undefined }
  | { readonly type: 'ended'; readonly end: CallEnd };

export interface SessionOptions {
  readonly core: UserAgentCore;
  readonly sender: RequestSender;
  readonly dialog: Dialog;
  readonly media: SessionMedia;
  readonly callIdIsOurs: boolean;
  /** Value of Contact, as of now. */
  readonly contact: () => string;
  readonly listener: (event: SessionEvent) => void;
}

/** An answer that waits for its ACK. `offered`: our 2xx carried an offer, and the ACK brings the answer. */
interface AwaitedAck {
  readonly accepted: AcceptedResponse;
  readonly offered: boolean;
  readonly initial: boolean;
}

export class Session implements DialogUser {
  readonly #options: SessionOptions;
  #dialog: Dialog;
  #modification: ModificationState = { name: 'stable' };
  #backOff: Timer | undefined;
  /** What stands, and what our last re-INVITE asked for. */
  #held = false;
  #asked = false;
  #awaitedAck: AwaitedAck | undefined;
  #request: PendingRequest | undefined;
  /** Repeats the ACK of the INVITE with that number. */
  readonly #acks: Map<number, () => void> = new Map();
  #ended = false;
  #byeAfterAck = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#dialog = options.dialog;
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  /** The caller's side, after a 2xx. */
  acknowledge(invite: SipRequest, body?: Uint8Array): void {
    const { number } = invite.headers.cseq;
    const { request, nextHop } = acknowledgementWithin(this.#dialog, number);
    if (body !== undefined) request.headers.set('Content-Type', sessionType);
    const ack = body === undefined ? request : { ...request, body };
    this.#acks.set(number, () => undefined);
    for (const oldest of this.#acks.keys()) if (this.#acks.size > 2) this.#acks.delete(oldest);
    this.#options.sender.acknowledge(ack, invite, nextHop, (repeat) => {
      if (this.#acks.has(number)) this.#acks.set(number, repeat);
    });
  }

  /** The called side: sends the 2xx and repeats it until the ACK. `offered`: the answer comes in the ACK. */
  accept(transaction: ServerTransaction, response: SipResponse, offered: boolean, initial = true): void {
    const { clock, timers } = this.#options.core;
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
    const { core, media } = this.#options;
    void relocateMedia(core, media, target).then(() => this.tellPlace());
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
    const { dialog, inOrder } = withRemoteSequence(this.#dialog, request);
    if (!inOrder) {
      this.#answer(transaction, 500);
      return;
    }
    this.#dialog = dialog;
    if (request.method === 'BYE') {
      this.#answer(transaction, 200);
      this.#byeAfterAck = false;
      this.#stopAwaiting();
      this.#finish({ by: 'remote' });
      this.#forget();
    } else if (this.#ended) {
      this.#answer(transaction, 481);
    } else if (request.method === 'INVITE') {
      this.#reinvited(transaction);
    } else {
      this.#answer(transaction, 405);
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
    this.#acks.get(response.headers.cseq.number)?.();
  }

  abandon(): void {
    this.#byeAfterAck = false;
    this.#stopAwaiting();
    this.#backOff?.cancel();
  }

  #reinvited(transaction: ServerTransaction): void {
    const meeting = meetReinvite(this.#modification);
    if (meeting === 'glare') {
      this.#answer(transaction, 491);
      return;
    }
    if (meeting === 'overlapping') {
      // §14.2: "between 0 and 10 seconds".
      const retryAfterS = Math.floor(randomFraction(this.#options.core.random) * 11);
      this.#answer(transaction, 500, (response) => response.headers.set('Retry-After', String(retryAfterS)));
      return;
    }
    const { media } = this.#options;
    const { body, headers } = transaction.request;
    const taken = body.length === 0 ? undefined : media.takeOffer(body, this.#direction(this.#held));
    if (body.length > 0 && taken === undefined) {
      this.#answer(transaction, 488);
      return;
    }
    this.#dialog = withRemoteTarget(this.#dialog, headers);
    const response = this.#response(transaction, 200);
    response.headers.set('Contact', this.#options.contact());
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
    const { callIdIsOurs, core } = this.#options;
    const step = modificationMachine(this.#modification, input, { callIdIsOurs, fraction: randomFraction(core.random) });
    this.#modification = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: ModificationAction): void {
    switch (action.type) {
      case 'request':
        this.#reinvite(action.wish);
        break;
      case 'startTimer':
        this.#backOff = this.#options.core.clock.setTimer(action.delayMs, () => this.#step({ type: 'timerExpired' }));
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
    const { sender, media, contact } = this.#options;
    const { dialog, request, nextHop } = requestWithin(this.#dialog, 'INVITE');
    this.#dialog = dialog;
    request.headers.set('Contact', contact());
    request.headers.set('Content-Type', sessionType);
    const offer = { ...request, body: media.offer(this.#direction(asked)) };
    const handle = (event: RequestEvent): void => this.#reinviteReported(event);
    this.#request = sender.send(offer, { nextHop }, handle, () => this.#nextSequence());
  }

  #nextSequence(): number {
    this.#dialog = { ...this.#dialog, localSequence: this.#dialog.localSequence + 1 };
    return this.#dialog.localSequence;
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
    const repeat = this.#acks.get(request.headers.cseq.number);
    if (repeat !== undefined) {
      repeat();
      return;
    }
    this.#dialog = withRemoteTarget(this.#dialog, response.headers);
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

  #answer(transaction: ServerTransaction, status: number, change?: (response: SipResponse) => void): void {
    const response = this.#response(transaction, status);
    change?.(response);
    transaction.respond(response);
  }

  #response(transaction: ServerTransaction, status: number): SipResponse {
    const response = makeResponse(transaction.request, status, undefined, newTag(this.#options.core.random));
    describeResponse(response, this.#options.core.capabilities, transaction.request.method);
    return response;
  }

  #sendBye(): void {
    const { dialog, request, nextHop } = requestWithin(this.#dialog, 'BYE');
    this.#dialog = dialog;
    // Its outcome changes nothing: the call is over for us (§15.1.1). Until then a BYE that crosses it is answered, and a repeated 2xx.
    const over = (event: RequestEvent): void => {
      if (event.type === 'failed' || event.response.status >= 200) this.#forget();
    };
    this.#options.sender.send(request, { nextHop }, over, () => this.#nextSequence());
  }

  #finish(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#backOff?.cancel();
    this.#request?.cancel();
    this.#options.media.close();
    if (!this.#byeAfterAck) this.#stopAwaiting();
    this.#options.listener({ type: 'ended', end });
  }

  #forget(): void {
    this.#options.core.dialogs.remove(this.#dialog, this);
  }
}

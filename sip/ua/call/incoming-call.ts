// A call that comes in: 180 until it is answered, refused or cancelled (RFC 3261 §13.3.1); what has to arrive before it is answered goes
// reliably (RFC 3262).

import { dialogOfRequest } from '../../dialog/dialog.ts';
import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import { describeResponse, incompatibleMedia } from '../request/headers-of-ours.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import { endReplaced } from '../transfer/end-later.ts';
import type { Call, CallEnd, CallEvent, DiversionReason } from '../user-agent-events.ts';
import { answererOf } from './answerer.ts';
import type { CallContext } from './call-context.ts';
import type { CallDialog } from './call-dialog.ts';
import { answeredElsewhere } from './call-end-reason.ts';
import type { CallWish } from './call-options.ts';
import { DtmfInfoSender } from './dtmf-info-sender.ts';
import { focusOf } from './focus.ts';
import { meetOffer } from './incoming-media.ts';
import { InviteDialog, type InviteUsage } from './invite-dialog.ts';
import { checkExtensions, isReliable } from './invite-extensions.ts';
import { Modification } from './modification.ts';
import { relocateMedia } from './open-media.ts';
import { redirectionFields } from './redirect-response.ts';
import { ReliableResponses } from './reliable-responses.ts';
import { callerIdentityOf, type RemoteIdentity } from './remote-identity.ts';
import { Session } from './session.ts';
import { describing } from './session-body.ts';
import type { OfferTaken, SessionMedia } from './session-media.ts';
import { SessionTimer } from './session-timer.ts';

export interface IncomingCallOptions {
  readonly context: CallContext;
  readonly transaction: ServerTransaction;
  /** The call of ours that ends when this one is answered (RFC 3891 §3). */
  readonly replaces: Call | undefined;
  /** Nothing of the call is left on our side. */
  readonly closed: () => void;
}

/** §13.3.1.1: proxies cancel what stays silent for three minutes. */
const ringAgainMs = 60_000;

export class IncomingCall implements Call, InviteUsage {
  readonly direction = 'incoming';
  readonly id: string;
  readonly callId: string;
  readonly remote: NameAddr;
  readonly identity: RemoteIdentity;
  readonly #options: IncomingCallOptions;
  readonly #localTag: string;
  readonly #dialog: InviteDialog;
  #listener: (event: CallEvent) => void = () => undefined;
  #phase: 'preparing' | 'ringing' | 'up' | 'ended' = 'preparing';
  readonly #digits: DtmfInfoSender = new DtmfInfoSender();
  readonly #timer: SessionTimer;
  readonly #reliable: ReliableResponses;
  #media: SessionMedia | undefined;
  #modification: Modification | undefined;
  /** Undefined on an INVITE without an offer. */
  #taken: OfferTaken | undefined;
  /** Our description: not said, said in a provisional response, or known to have arrived: then the 2xx has none (RFC 3262 §5). */
  #described: 'no' | 'said' | 'arrived' = 'no';
  #wish: CallWish = {};
  /** `answer` waits for a PRACK. */
  #answersLater = false;
  #session: Session | undefined;
  #ringAgain: Timer | undefined;
  #expiry: Timer | undefined;

  constructor(options: IncomingCallOptions) {
    const { context, transaction } = options;
    this.#options = options;
    this.id = context.core.nameCall();
    this.callId = transaction.request.headers.callId;
    const trusted = context.isProxy(transaction.source);
    const caller = callerIdentityOf(transaction.request.headers, trusted, context.settings().identity?.order);
    this.remote = caller.address;
    this.identity = caller.identity;
    this.#localTag = newTag(context.core.random);
    this.#dialog = new InviteDialog({
      call: this,
      context,
      dialog: dialogOfRequest(transaction.request, this.#localTag, 'early'),
      usage: this,
      contact: () => context.contact(transaction.source),
      report: (event) => this.#listener(event),
    });
    this.#dialog.learnPeer(transaction.request.headers);
    this.#timer = new SessionTimer({
      clock: context.core.clock,
      settings: context.settings().sessionTimer,
      refresh: () => this.#modification?.wish('touch'),
      expired: () => this.#session?.end({ by: 'timeout' }),
    });
    this.#reliable = new ReliableResponses({
      core: context.core,
      transaction,
      acknowledged: (response) => this.#provisionalArrived(response),
      // RFC 3262 §3.
      missed: () => this.#refuse(504, undefined, { by: 'timeout' }),
    });
  }

  get dialogs(): readonly CallDialog[] {
    return [this.#dialog];
  }

  listen(listener: (event: CallEvent) => void): void {
    const follower = this.#options.context.follower?.();
    this.#listener = (event) => {
      this.#options.context.core.calls.heard(this, event);
      listener(follower === undefined ? event : follower.heard(this, event));
    };
  }

  /** Gets media, looks at the offer and rings. False when the call came to nothing before anybody heard of it. */
  async prepare(): Promise<boolean> {
    const { context, transaction } = this.#options;
    const { headers } = transaction.request;
    this.#dialog.open();
    const refusal = checkExtensions(headers, context.settings().reliability) ?? this.#timer.refusalOf(headers);
    if (refusal !== undefined) {
      this.#refuse(refusal.status, undefined, { by: 'local' }, refusal.headers ?? []);
      return false;
    }
    const failed = (reason: string): void => this.#session?.end({ by: 'media', reason });
    const meeting = await meetOffer(context, this, transaction, failed);
    if (meeting.type === 'met') this.#media = meeting.media;
    if (this.#hasEnded()) {
      this.#media?.close();
      return false;
    }
    if (meeting.type === 'refused') this.#refuse(meeting.status, undefined, { by: 'media', reason: meeting.reason });
    else this.#startRinging(meeting.media, meeting.taken);
    return this.#phase === 'ringing';
  }

  ring(): void {
    if (this.#phase !== 'ringing') return;
    if (!this.#reliable.isUnderWay) this.#provide(180, false);
    this.#ringAgain?.cancel();
    this.#ringAgain = this.#options.context.core.clock.setTimer(ringAgainMs, () => this.ring());
  }

  progress(): void {
    if (this.#phase !== 'ringing' || this.#described !== 'no') return;
    this.#provide(183, true);
    if (this.#taken !== undefined) this.#media?.apply(this.#taken.media);
  }

  answer(wish: CallWish = {}): void {
    const media = this.#media;
    const modification = this.#modification;
    if (this.#phase !== 'ringing' || media === undefined || modification === undefined) return;
    this.#wish = wish;
    // RFC 3262 §3.
    this.#answersLater = this.#reliable.hasDescriptionUnderWay;
    if (this.#answersLater) return;
    const { context, transaction, replaces } = this.#options;
    this.#phase = 'up';
    this.#stopTimers();
    const offered = this.#taken === undefined && this.#described !== 'arrived';
    const response = this.#acceptance(media);
    const ended = (end: CallEnd): void => this.#finish(end);
    const stood = (): void => this.#introduce();
    const pracked = (transaction: ServerTransaction): void => this.#prackReceived(transaction);
    const session = new Session({ dialog: this.#dialog, media, modification, timer: this.#timer, stood, ended, pracked });
    this.#session = session;
    this.#dialog.confirm(session);
    if (this.#taken !== undefined && this.#described !== 'arrived') media.apply(this.#taken.media);
    session.accept(transaction, response, offered, true);
    if (replaces !== undefined) endReplaced(replaces, context.settings().transfer?.byeDelayMs?.target ?? 0);
    this.#listener({ type: 'answered', remote: this.remote, ...focusOf(transaction.request.headers) });
    // The listener may have ended it.
    if (this.#hasEnded() || media.negotiated === undefined) return;
    this.#listener({
      type: 'mediaChanged',
      media: this.#described === 'arrived' ? media.negotiated : (this.#taken?.media ?? media.negotiated),
    });
    session.tellPlace();
  }

  #introduce(): void {
    const { context, transaction } = this.#options;
    const us = answererOf(transaction.request.headers, context.settings(), this.#wish.anonymous);
    if (us === undefined) return;
    this.#dialog.introduce(us);
    this.#modification?.wish('touch');
  }

  #acceptance(media: SessionMedia): SipResponse {
    const response = this.#response(200);
    for (const [name, value] of this.#timer.answer(this.#options.transaction.request.headers))
      response.headers.append(name, value);
    return this.#described === 'arrived' ? response : describing(response, this.#description(media));
  }

  /** We may have moved since the offer was looked at. */
  #description(media: SessionMedia): Uint8Array {
    if (this.#taken === undefined) return media.offer('sendrecv');
    const again = media.isOutdated ? media.takeOffer(this.#options.transaction.request.body, 'sendrecv') : undefined;
    return again?.answer ?? this.#taken.answer;
  }

  reject(status: number, reason?: string): void {
    if (this.#phase === 'ringing' || this.#phase === 'preparing') this.#refuse(status, reason, { by: 'local' });
  }

  redirect(targets: readonly string[], why: DiversionReason = 'deflection'): void {
    if (this.#phase !== 'ringing') return;
    const fields = redirectionFields(this.#options.context.settings(), targets, why);
    if (fields === undefined) this.reject(480);
    else this.#refuse(302, undefined, { by: 'local' }, fields);
  }

  end(): void {
    if (this.#session !== undefined) this.#session.end({ by: 'local' });
    else this.reject(486);
  }

  hold(): void {
    if (this.#session !== undefined) this.#modification?.wish('held');
  }

  resume(): void {
    if (this.#session !== undefined) this.#modification?.wish('active');
  }

  sendDtmfInfo(digit: string, durationMs: number): void {
    if (this.#session !== undefined) this.#digits.send(this.#dialog, digit, durationMs);
  }

  transfer(to: string | Call): void {
    this.#options.context.core.transfers.transfer(this, to);
  }

  relocate(): void {
    const { context, transaction } = this.#options;
    if (this.#session !== undefined) this.#session.relocate(transaction.source);
    else if (this.#media !== undefined)
      void relocateMedia(context.core, this.#media, transaction.source).then(() => this.#tellPlace());
  }

  #tellPlace(): void {
    if (this.#session !== undefined) this.#session.tellPlace();
    // What is not settled yet says it in the answer.
    else if (this.#described === 'arrived' && this.#media?.isOutdated === true) this.#modification?.wish('refresh');
  }

  /** §9.2; the CANCEL itself has been answered. After our final response it comes too late. */
  cancelled(cancel: SipRequest): void {
    if (this.#phase !== 'ringing' && this.#phase !== 'preparing') return;
    this.#refuse(487, undefined, { by: 'cancel', elsewhere: answeredElsewhere(cancel.headers) });
  }

  requestReceived(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (request.method === 'BYE') {
      // §15: the caller may end an early dialog so.
      this.#dialog.answer(transaction, 200);
      this.#refuse(487, undefined, { by: 'cancel', elsewhere: answeredElsewhere(request.headers) });
    } else if (request.method === 'INVITE') {
      // §14.2: a second INVITE before the first was answered; "between 0 and 10 seconds".
      this.#dialog.answer(transaction, 500, (response) => response.headers.set('Retry-After', '5'));
    } else if (request.method === 'PRACK') {
      this.#prackReceived(transaction);
    } else if (request.method === 'UPDATE' && this.#modification !== undefined) {
      this.#modification.requestReceived(transaction);
    } else {
      this.#dialog.answer(transaction, 405);
    }
  }

  /** RFC 3262 §3, §5: it may bring the answer to our offer, or an offer after our answer. */
  #prackReceived(transaction: ServerTransaction): void {
    const { request } = transaction;
    const acknowledged = this.#reliable.match(request);
    const media = this.#media;
    if (acknowledged === undefined || media === undefined) {
      this.#dialog.answer(transaction, 481);
      return;
    }
    const response = this.#dialog.response(transaction, 200);
    if (this.#taken === undefined && acknowledged.body.length > 0) {
      transaction.respond(response);
      if (media.takeAnswer(request.body) === undefined) this.#refuse(488, undefined, { by: 'media', reason: 'no usable answer' });
      else this.#reliable.acknowledged();
      return;
    }
    const mayOffer = this.#phase === 'ringing' && this.#described === 'said';
    const taken = request.body.length > 0 && mayOffer ? media.takeOffer(request.body, 'sendrecv') : undefined;
    if (request.body.length > 0 && taken === undefined) {
      this.#dialog.answer(transaction, 488);
      return;
    }
    transaction.respond(taken === undefined ? response : describing(response, taken.answer));
    if (taken !== undefined) media.apply(taken.media);
    this.#reliable.acknowledged();
  }

  #provisionalArrived(response: SipResponse): void {
    if (response.body.length > 0) {
      this.#described = 'arrived';
      this.#modification?.agreedEarly();
      this.#tellPlace();
    }
    if (this.#answersLater) this.answer(this.#wish);
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.#stopTimers();
    this.#modification?.stop();
  }

  /** The 180 itself waits until the listener has had its say: a phone that is busy must not be heard ringing. */
  #startRinging(media: SessionMedia, taken: OfferTaken | undefined): void {
    this.#phase = 'ringing';
    this.#taken = taken;
    this.#modification = new Modification({
      dialog: this.#dialog,
      media,
      timer: this.#timer,
      callIdIsOurs: false,
      offerIsOurs: taken === undefined,
      lost: (end) => (this.#session === undefined ? this.#refuse(487, undefined, end) : this.#session.end(end)),
    });
    const { context, transaction } = this.#options;
    const expiresS = transaction.request.headers.expires;
    if (expiresS !== undefined && expiresS > 0) {
      // §13.3.1 step 1.
      const expire = (): void => this.#refuse(487, undefined, { by: 'timeout' });
      this.#expiry = context.core.clock.setTimer(expiresS * 1000, expire);
    }
  }

  #refuse(status: number, reason: string | undefined, end: CallEnd, headers: HeaderFields = []): void {
    const response = this.#response(status, reason);
    if (status === 488) response.headers.set('Warning', incompatibleMedia);
    for (const [name, value] of headers) response.headers.append(name, value);
    this.#reliable.stop();
    this.#options.transaction.respond(response);
    this.#finish(end);
  }

  #response(status: number, reason?: string): SipResponse {
    const { context, transaction } = this.#options;
    const response = makeResponse(transaction.request, status, reason, this.#localTag);
    describeResponse(response, context.core.capabilities, 'INVITE');
    if (status >= 300) return response;
    response.headers.set('Contact', context.contact(transaction.source));
    for (const [name, value] of context.follower?.()?.fieldsFor(this) ?? []) response.headers.append(name, value);
    return response;
  }

  /** 180, or 183 with our description: the answer, or our offer in the first that is reliable (RFC 3262 §5). */
  #provide(status: number, describes: boolean): void {
    const { context, transaction } = this.#options;
    const reliable = isReliable(transaction.request.headers, context.settings().reliability, describes);
    const offers = reliable && this.#taken === undefined;
    const media = this.#described === 'no' && (offers || (describes && this.#taken !== undefined)) ? this.#media : undefined;
    const plain = this.#response(status);
    const response = media === undefined ? plain : describing(plain, this.#description(media));
    if (media !== undefined) this.#described = 'said';
    if (reliable) this.#reliable.send(response);
    else transaction.respond(response);
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  #stopTimers(): void {
    this.#ringAgain?.cancel();
    this.#expiry?.cancel();
    this.#reliable.stop();
  }

  #finish(end: CallEnd): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#stopTimers();
    this.#modification?.stop();
    this.#media?.close();
    // A session that said BYE forgets it when that is answered.
    if (this.#session === undefined) this.#dialog.forget();
    this.#options.closed();
    this.#listener({ type: 'ended', end });
  }
}

// A call that comes in: 180 until it is answered, refused or cancelled (RFC 3261 §13.3.1).

import { dialogOfRequest } from '../../dialog/dialog.ts';
import { newTag } from '../../dialog/identifiers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import { describeResponse, sessionType } from '../request/headers-of-ours.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { Call, CallEnd, CallEvent, DiversionReason } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import type { CallDialog } from './call-dialog.ts';
import { answeredElsewhere } from './call-end-reason.ts';
import { InviteDialog, type InviteUsage } from './invite-dialog.ts';
import { openMedia, relocateMedia } from './open-media.ts';
import { redirectionFields } from './redirect-response.ts';
import { identityOf, type RemoteIdentity } from './remote-identity.ts';
import { Session } from './session.ts';
import type { OfferTaken, SessionMedia } from './session-media.ts';

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
  #media: SessionMedia | undefined;
  /** Undefined on an INVITE without an offer. */
  #taken: OfferTaken | undefined;
  #session: Session | undefined;
  #ringAgain: Timer | undefined;
  #expiry: Timer | undefined;

  constructor(options: IncomingCallOptions) {
    const { context, transaction } = options;
    this.#options = options;
    this.id = context.core.nameCall();
    this.callId = transaction.request.headers.callId;
    const trusted = context.isProxy(transaction.source);
    const caller = identityOf(transaction.request.headers, trusted, context.settings().identity?.order);
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
  }

  get dialogs(): readonly CallDialog[] {
    return [this.#dialog];
  }

  listen(listener: (event: CallEvent) => void): void {
    const follower = this.#options.context.follower?.();
    this.#listener = (event) => listener(follower === undefined ? event : follower.heard(this, event));
  }

  /** Gets media, looks at the offer and rings. False when the call came to nothing before anybody heard of it. */
  async prepare(): Promise<boolean> {
    const { context, transaction } = this.#options;
    const { body } = transaction.request;
    this.#dialog.open();
    const media = await openMedia(context, {
      call: this,
      target: transaction.source,
      ...(body.length === 0 ? {} : { offer: body }),
      failed: (reason) => this.#session?.end({ by: 'media', reason }),
    });
    if (this.#phase === 'ended') {
      media?.close();
      return false;
    }
    this.#media = media;
    this.#taken = body.length === 0 ? undefined : media?.takeOffer(body, 'sendrecv');
    const reachable = this.#taken === undefined ? undefined : await media?.withLiteral(this.#taken.media);
    if (this.#hasEnded()) return false;
    if (this.#taken !== undefined && reachable !== undefined) this.#taken = { ...this.#taken, media: reachable };
    if (media === undefined) this.#refuse(480, undefined, { by: 'media', reason: 'no media' });
    else if (body.length > 0 && this.#taken === undefined)
      this.#refuse(488, undefined, { by: 'media', reason: 'no common codec' });
    else if (this.#taken !== undefined && reachable === undefined)
      this.#refuse(488, undefined, { by: 'media', reason: 'no media address' });
    else this.#startRinging();
    return this.#phase === 'ringing';
  }

  ring(): void {
    if (this.#phase !== 'ringing') return;
    this.#respond(this.#response(180));
    this.#ringAgain?.cancel();
    this.#ringAgain = this.#options.context.core.clock.setTimer(ringAgainMs, () => this.ring());
  }

  answer(): void {
    const media = this.#media;
    if (this.#phase !== 'ringing' || media === undefined) return;
    const { transaction } = this.#options;
    this.#phase = 'up';
    this.#stopTimers();
    const body = this.#answerBody(media);
    const response = this.#response(200);
    response.headers.set('Content-Type', sessionType);
    const session = new Session({
      dialog: this.#dialog,
      media,
      callIdIsOurs: false,
      listener: (event) => (event.type === 'ended' ? this.#finish(event.end) : this.#listener(event)),
    });
    this.#session = session;
    this.#dialog.confirm(session);
    if (this.#taken !== undefined) media.apply(this.#taken.media);
    session.accept(transaction, { ...response, body }, this.#taken === undefined);
    this.#options.replaces?.end();
    this.#listener({ type: 'answered', remote: this.remote });
    // The listener may have ended it.
    if (this.#taken !== undefined && !this.#hasEnded()) this.#listener({ type: 'mediaChanged', media: this.#taken.media });
  }

  /** We may have moved since the offer was looked at. */
  #answerBody(media: SessionMedia): Uint8Array {
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
    this.#session?.hold();
  }

  resume(): void {
    this.#session?.resume();
  }

  transfer(to: string | Call): void {
    this.#options.context.core.transfers.transfer(this, to);
  }

  relocate(): void {
    const { context, transaction } = this.#options;
    if (this.#session !== undefined) this.#session.relocate(transaction.source);
    else if (this.#media !== undefined)
      void relocateMedia(context.core, this.#media, transaction.source).then(() => this.#session?.tellPlace());
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
    } else {
      this.#dialog.answer(transaction, 405);
    }
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.#stopTimers();
  }

  /** The 180 itself waits until the listener has had its say: a phone that is busy must not be heard ringing. */
  #startRinging(): void {
    this.#phase = 'ringing';
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
    for (const [name, value] of headers) response.headers.append(name, value);
    this.#respond(response);
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

  #respond(response: SipResponse): void {
    this.#options.transaction.respond(response);
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  #stopTimers(): void {
    this.#ringAgain?.cancel();
    this.#expiry?.cancel();
  }

  #finish(end: CallEnd): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#stopTimers();
    this.#media?.close();
    // A session that said BYE forgets it when that is answered.
    if (this.#session === undefined) this.#dialog.forget();
    this.#options.closed();
    this.#listener({ type: 'ended', end });
  }
}

// Offers and answers of a dialog after the first (RFC 3261 §14, RFC 3311): hold and resume, a new address, a refresh, from either side, one
// at a time. Runs modification-machine.ts; before the call is answered only UPDATE can do it.

import { randomFraction } from '../../dialog/identifiers.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { Timer } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Direction, NegotiatedMedia } from '../media-session.ts';
import { incompatibleMedia, sessionType } from '../request/headers-of-ours.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';
import { retryAfterMs } from '../request/retry-after.ts';
import type { CallEnd } from '../user-agent-events.ts';
import type { InviteDialog } from './invite-dialog.ts';
import {
  type ModificationAction,
  type ModificationInput,
  type ModificationState,
  meetReinvite,
  meetUpdateOffer,
  modificationMachine,
  type Wish,
} from './modification-machine.ts';
import type { SessionMedia } from './session-media.ts';
import type { SessionTimer } from './session-timer.ts';

/** What an INVITE needs beside offer and answer: the session's, once it stands. */
export interface InviteTransactions {
  /** Sends the 2xx and repeats it until its ACK. `offered`: the answer comes in the ACK. */
  accept(transaction: ServerTransaction, response: SipResponse, offered: boolean): void;
  acknowledge(invite: SipRequest): void;
  /** A 2xx that has been acknowledged before is again. */
  repeats(invite: SipRequest): boolean;
}

export interface ModificationOptions {
  readonly dialog: InviteDialog;
  readonly media: SessionMedia;
  readonly timer: SessionTimer;
  /** Who made the INVITE, and its offer. */
  readonly callIdIsOurs: boolean;
  readonly offerIsOurs: boolean;
  /** The dialog is gone on the other side. */
  readonly lost: (end: CallEnd) => void;
}

export class Modification {
  readonly #options: ModificationOptions;
  #state: ModificationState;
  #invites: InviteTransactions | undefined;
  #backOff: Timer | undefined;
  #request: PendingRequest | undefined;
  #expiry: Timer | undefined;
  /** What stands, and what our last request asked for. */
  #held = false;
  #asked = false;
  #stopped = false;

  constructor(options: ModificationOptions) {
    this.#options = options;
    this.#state = { name: 'establishing', offerIsOurs: options.offerIsOurs, next: undefined };
  }

  /** Offer and answer of the INVITE are through before it is answered: UPDATE may change what they settled, where the other side knows it. */
  agreedEarly(): void {
    if (this.#options.dialog.peerAllows('UPDATE')) this.#step({ type: 'agreed' });
  }

  /** The call is answered: re-INVITEs are possible. */
  confirm(invites: InviteTransactions): void {
    this.#invites = invites;
  }

  /** All of the first offer and answer is known. */
  agreed(): void {
    this.#step({ type: 'agreed' });
  }

  /** Our 2xx went out. */
  answered(offerIsOurs: boolean): void {
    this.#step({ type: 'answered', offerIsOurs });
  }

  acknowledged(): void {
    this.#step({ type: 'acknowledged' });
  }

  wish(wish: Wish): void {
    this.#step({ type: 'wished', wish });
  }

  stop(): void {
    this.#stopped = true;
    this.#backOff?.cancel();
    this.#expiry?.cancel();
    this.#request?.cancel();
  }

  /** INVITE or UPDATE of the other side. */
  requestReceived(transaction: ServerTransaction): void {
    const { timer, dialog } = this.#options;
    const { request } = transaction;
    const refusal = timer.refusalOf(request.headers);
    const meeting = this.#meet(request);
    if (meeting === 'glare') dialog.answer(transaction, 491);
    else if (meeting === 'overlapping') this.#answerLater(transaction);
    else if (refusal !== undefined) dialog.refuse(transaction, refusal);
    else if (request.method === 'UPDATE' && request.body.length === 0) this.#touched(transaction);
    else this.#offered(transaction);
  }

  #meet(request: SipRequest): 'welcome' | 'overlapping' | 'glare' {
    if (request.method === 'INVITE') return meetReinvite(this.#state);
    return request.body.length === 0 ? 'welcome' : meetUpdateOffer(this.#state);
  }

  /** §14.2: "between 0 and 10 seconds". */
  #answerLater(transaction: ServerTransaction): void {
    const { dialog } = this.#options;
    const retryAfterS = Math.floor(randomFraction(dialog.context.core.random) * 11);
    dialog.answer(transaction, 500, (response) => response.headers.set('Retry-After', String(retryAfterS)));
  }

  #touched(transaction: ServerTransaction): void {
    this.#options.dialog.refreshedBy(transaction);
    transaction.respond(this.#acceptance(transaction));
  }

  #offered(transaction: ServerTransaction): void {
    const { media, dialog } = this.#options;
    const { body } = transaction.request;
    const taken = body.length === 0 ? undefined : media.takeOffer(body, this.#direction(this.#held));
    if (body.length > 0 && taken === undefined) {
      dialog.answer(transaction, 488, (response) => response.headers.set('Warning', incompatibleMedia));
      return;
    }
    dialog.refreshedBy(transaction);
    const response = this.#acceptance(transaction);
    response.headers.set('Content-Type', sessionType);
    const whole = { ...response, body: taken?.answer ?? media.offer(this.#direction(this.#held)) };
    if (transaction.request.method === 'INVITE') this.#invites?.accept(transaction, whole, taken === undefined);
    else transaction.respond(whole);
    if (taken === undefined) return;
    media.apply(taken.media);
    this.#changed(taken.media);
  }

  #acceptance(transaction: ServerTransaction): SipResponse {
    const { dialog, timer } = this.#options;
    const response = dialog.response(transaction, 200);
    response.headers.set('Contact', dialog.contact);
    for (const [name, value] of timer.answer(transaction.request.headers)) response.headers.append(name, value);
    return response;
  }

  #step(input: ModificationInput): void {
    if (this.#stopped) return;
    const { callIdIsOurs, dialog } = this.#options;
    const fraction = randomFraction(dialog.context.core.random);
    const step = modificationMachine(this.#state, input, { callIdIsOurs, fraction });
    this.#state = step.state;
    for (const action of step.actions) this.#act(action);
  }

  #act(action: ModificationAction): void {
    const { dialog } = this.#options;
    switch (action.type) {
      case 'request':
        this.#ask(action.wish);
        break;
      case 'startTimer':
        this.#backOff = dialog.context.core.clock.setTimer(action.delayMs, () => this.#step({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#backOff?.cancel();
        break;
      case 'reportFailure':
        dialog.report({ type: 'mediaChangeFailed', status: action.status });
        break;
    }
  }

  #ask(wish: Wish): void {
    const { dialog, timer, media } = this.#options;
    const asked = wish === 'held' || wish === 'active' ? wish === 'held' : this.#held;
    if ((wish === 'held' || wish === 'active') && asked === this.#held) {
      this.#step({ type: 'accepted' });
      return;
    }
    this.#asked = asked;
    const offers = wish !== 'touch' || !dialog.peerAllows('UPDATE');
    const method = offers && dialog.state === 'confirmed' ? 'INVITE' : 'UPDATE';
    const offer = offers ? { body: media.offer(this.#direction(asked)), contentType: sessionType } : {};
    const { reinviteExpiresS = 0 } = dialog.context.settings();
    const expires: HeaderFields = method === 'INVITE' && reinviteExpiresS > 0 ? [['Expires', String(reinviteExpiresS)]] : [];
    const request = dialog.send({ method, headers: [...timer.fields, ...expires], ...offer }, (event) => {
      // Of one that is over a 2xx may still come: again, or after all.
      const isAwaited = request === this.#request;
      if (isAwaited && (event.type === 'failed' || event.response.status >= 200)) {
        this.#request = undefined;
        this.#expiry?.cancel();
      }
      this.#reported(event, isAwaited);
    });
    this.#request = request;
    if (expires.length === 0) return;
    // RFC 3261 §13.2.1: who does not heed Expires is cancelled. What stood before stands on (§14.1), unless the answer was faster.
    this.#expiry = dialog.context.core.clock.setTimer(reinviteExpiresS * 1000, () => request.cancel());
  }

  #reported(event: RequestEvent, isAwaited: boolean): void {
    if (event.type === 'failed') {
      // §12.2.1.2: silence ends the dialog. What could not even be sent is refused, as by a 503 (§8.1.3.1): the network may come back.
      if (event.cause === 'timedOut') this.#options.lost({ by: 'timeout' });
      else this.#refused(undefined);
      return;
    }
    const { response, request } = event;
    if (response.status < 200) return;
    if (response.status < 300) this.#accepted(response, request, isAwaited);
    // §12.2.1.2: the dialog is gone over there.
    else if (response.status === 481 || response.status === 408) {
      this.#options.lost({ by: 'response', status: response.status, reason: response.reason });
    } else this.#refusedBy(response, request);
  }

  #refusedBy(response: SipResponse, request: SipRequest): void {
    const { timer, dialog, media } = this.#options;
    const retries = response.status === 422 && timer.takeRefusal(response.headers);
    // Who does not know UPDATE after all is refreshed as of old.
    const unknown = request.method === 'UPDATE' && (response.status === 405 || response.status === 501);
    if (unknown) dialog.peerRefuses('UPDATE');
    if (!retries && !unknown) {
      this.#refused(response.status, retryAfterMs(response.headers));
      return;
    }
    media.abandonOffer();
    if (this.#state.name === 'requesting') this.#ask(this.#state.wish);
  }

  #refused(status: number | undefined, retryMs?: number): void {
    if (this.#stopped) return;
    this.#options.media.abandonOffer();
    this.#options.timer.refreshFailed();
    this.#step({ type: 'refused', status, ...(retryMs === undefined ? {} : { retryAfterMs: retryMs }) });
  }

  #accepted(response: SipResponse, request: SipRequest, isAwaited: boolean): void {
    const { dialog, media, timer } = this.#options;
    if (request.method === 'INVITE') {
      if (this.#invites?.repeats(request) === true) return;
      dialog.refreshTarget(response.headers);
      this.#invites?.acknowledge(request);
    } else dialog.refreshTarget(response.headers);
    if (this.#stopped || !isAwaited) return;
    timer.takeResponse(response.headers);
    if (request.body.length > 0) {
      const agreed = media.takeAnswer(response.body);
      if (agreed === undefined) {
        media.abandonOffer();
        this.#step({ type: 'refused', status: response.status });
        return;
      }
      this.#held = this.#asked;
      this.#changed(agreed);
    }
    this.#step({ type: 'accepted' });
  }

  /** Before the answer it is nobody's news: what is heard follows. */
  #changed(media: NegotiatedMedia): void {
    const { dialog } = this.#options;
    if (dialog.state === 'confirmed') dialog.report({ type: 'mediaChanged', media });
  }

  #direction(held: boolean): Direction {
    return held ? 'sendonly' : 'sendrecv';
  }
}

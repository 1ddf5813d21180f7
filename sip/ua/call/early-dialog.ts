// One branch of a call that we make, before its answer: its dialog, its media, and the provisional responses that have to arrive
// (RFC 3261 §12.1, §13.2.2.1, RFC 3262 §4).

import type { DialogMember } from '../../dialog/dialog-set.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target } from '../../transport/transport.ts';
import { sessionType } from '../request/headers-of-ours.ts';
import type { CallEnd } from '../user-agent-events.ts';
import { InviteDialog, type InviteDialogOptions, type InviteUsage } from './invite-dialog.ts';
import { reliableNumber } from './invite-extensions.ts';
import { Modification } from './modification.ts';
import { relocateMedia } from './open-media.ts';
import { meetReliable } from './reliable-machine.ts';
import type { Session } from './session.ts';
import type { SessionMedia } from './session-media.ts';
import type { SessionTimer } from './session-timer.ts';

export interface EarlyDialogOptions extends Omit<InviteDialogOptions, 'usage'> {
  readonly media: SessionMedia;
  readonly timer: SessionTimer;
  /** False when the INVITE went without an offer. */
  readonly offerIsOurs: boolean;
  /** The branch can not go on. */
  readonly lost: (end: CallEnd) => void;
}

export class EarlyDialog implements DialogMember, InviteUsage {
  readonly dialog: InviteDialog;
  readonly media: SessionMedia;
  readonly modification: Modification;
  readonly #options: EarlyDialogOptions;
  /** RSeq of the last that we acknowledged. */
  #acknowledged: number | undefined;
  /** Offer and answer have been exchanged by reliable responses: what the 2xx says of it is old (RFC 3262 §5). */
  #isAgreed = false;

  constructor(options: EarlyDialogOptions) {
    const { media, timer, offerIsOurs, lost } = options;
    this.#options = options;
    this.dialog = new InviteDialog({ ...options, usage: this });
    this.media = media;
    this.modification = new Modification({ dialog: this.dialog, media, timer, callIdIsOurs: true, offerIsOurs, lost });
  }

  responded(response: SipResponse): void {
    this.dialog.responded(response);
  }

  /** A provisional response. False when it came before or is out of order, and nothing follows from it. */
  progressed(response: SipResponse): boolean {
    const number = reliableNumber(response.headers, this.dialog.context.settings().reliability);
    if (number !== undefined) {
      if (meetReliable(this.#acknowledged, number) !== 'next') return false;
      this.#acknowledged = number;
    }
    this.dialog.learnPeer(response.headers);
    const answer = this.#takeDescription(response.body, number !== undefined);
    if (number === undefined) return true;
    const { cseq } = response.headers;
    const body = answer === undefined ? {} : { body: answer, contentType: sessionType };
    const prack = { method: 'PRACK', headers: [['RAck', `${number} ${cseq.number} ${cseq.method}`]] as const, ...body };
    // Without its 2xx the response comes again, and if it does not the INVITE fails.
    this.dialog.send(prack, () => undefined);
    if (this.#isAgreed) this.modification.agreedEarly();
    return true;
  }

  /** The 2xx of `request`: acknowledges it. False: no media was agreed on. */
  settle(session: Session, response: SipResponse, request: SipRequest): boolean {
    const { media } = this;
    if (!this.#isAgreed && !this.#options.offerIsOurs) {
      const taken = media.takeOffer(response.body, 'sendrecv');
      session.acknowledge(request, taken?.answer);
      if (taken !== undefined) media.apply(taken.media);
      return taken !== undefined;
    }
    session.acknowledge(request);
    // Some servers send the answer in the 18x and nothing in the 2xx.
    const said = !this.#isAgreed && response.body.length > 0;
    if (said && media.takeAnswer(response.body) !== undefined) return true;
    // What this branch agreed early stands, and UPDATE may have changed it since; another branch may have been heard since.
    if (media.negotiated !== undefined) media.apply(media.negotiated);
    return media.negotiated !== undefined;
  }

  /** The answer to the other side's offer, which goes into the PRACK. */
  #takeDescription(body: Uint8Array, reliable: boolean): Uint8Array | undefined {
    const { media } = this;
    if (body.length === 0 || this.#isAgreed) {
      // What was heard last is heard (RFC 3960 §3.2): another branch may have been since.
      if (media.negotiated !== undefined) media.apply(media.negotiated);
      return undefined;
    }
    if (this.#options.offerIsOurs) {
      const agreed = media.takeAnswer(body);
      this.#isAgreed = reliable && agreed !== undefined;
      return undefined;
    }
    // An offer that nobody can be sure of can not be answered.
    if (!reliable) return undefined;
    const taken = media.takeOffer(body, 'sendrecv');
    if (taken === undefined) {
      this.#options.lost({ by: 'media', reason: 'no usable session description' });
      return undefined;
    }
    this.#isAgreed = true;
    media.apply(taken.media);
    return taken.answer;
  }

  /** The called side has no BYE here (RFC 3261 §15). */
  requestReceived(transaction: ServerTransaction): void {
    const { method } = transaction.request;
    if (method === 'UPDATE') this.modification.requestReceived(transaction);
    else this.dialog.answer(transaction, method === 'BYE' || method === 'PRACK' ? 481 : 405);
  }

  ackReceived(): void {}
  acceptanceRepeated(): void {}

  abandon(): void {
    this.modification.stop();
  }

  /** Our address changed: media moves, and UPDATE tells it where that is possible; else the answer waits for it. */
  relocate(target: Target): void {
    if (!this.#isAgreed) return;
    void relocateMedia(this.dialog.context.core, this.media, target).then(() => {
      if (this.media.isOutdated) this.modification.wish('refresh');
    });
  }

  /** Its media serves another. */
  leave(): void {
    this.modification.stop();
    this.dialog.forget();
  }

  /** Another branch was answered, or none. */
  close(): void {
    this.media.close();
    this.leave();
  }
}

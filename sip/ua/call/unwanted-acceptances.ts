// The 2xx that nobody wants any more: another fork won, the CANCEL came too late, or a refusal was told first. They get their ACK and a BYE
// (RFC 3261 §13.2.2.4, §15).

import { type Dialog, dialogOfResponse } from '../../dialog/dialog.ts';
import { acknowledgementWithin, requestWithin } from '../../dialog/dialog-request.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { RequestSender } from '../request/request-sender.ts';

/** As many forks are told that they lost; who sends more of them makes us shout at whoever their Contact names. */
const maxUnwanted = 16;

export class UnwantedAcceptances {
  readonly #sender: RequestSender;
  /** By the tag of the branch: repeats its ACK. */
  readonly #repeats: Map<string, () => void> = new Map();

  constructor(sender: RequestSender) {
    this.#sender = sender;
  }

  /** The 2xx of that branch came again: its ACK was lost. False: it is a new one. */
  repeats(tag: string): boolean {
    const repeat = this.#repeats.get(tag);
    repeat?.();
    return repeat !== undefined;
  }

  refuse(response: SipResponse, invite: SipRequest): void {
    const dialog = dialogOfResponse(invite, response);
    if (dialog === undefined || this.#repeats.size >= maxUnwanted) return;
    this.#repeats.set(dialog.remoteTag, () => undefined);
    this.#acknowledge(dialog, invite);
    const bye = requestWithin(dialog, 'BYE');
    this.#sender.send(bye.request, { nextHop: bye.nextHop }, () => undefined);
  }

  #acknowledge(dialog: Dialog, invite: SipRequest): void {
    const { request, nextHop } = acknowledgementWithin(dialog, invite.headers.cseq.number);
    this.#sender.acknowledge(request, invite, nextHop, (repeat) => void this.#repeats.set(dialog.remoteTag, repeat));
  }
}
